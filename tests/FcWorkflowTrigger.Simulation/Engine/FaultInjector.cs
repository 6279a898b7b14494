namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Decides which faults occur, and counts them.</summary>
/// <param name="singleFault">The only fault of the schedule. Null: faults are random.</param>
internal sealed class FaultInjector(EventLoop loop, FaultPlan plan, SingleFault? singleFault = null)
{
    private const string Start = "StartWorkflow";
    private const string Look = "ListWorkflowTasks";
    private static readonly Fault[] Kinds = [Fault.RequestLost, Fault.ReplyLost, Fault.Late, Fault.Refused];
    private int _crashesLeft = plan.Crashes;
    private int _pausesLeft = plan.Pauses;
    private DateTimeOffset _burstEnds;

    /// <summary>The number of calls so far.</summary>
    public int Calls { get; private set; }

    public bool Crashes(Machine machine, Call call, int number, CrashPoint point)
    {
        if (machine.IsAlive && (singleFault?.IsAt(number, point) ?? (_crashesLeft > 0 && loop.Dice.Roll(plan.CrashChance))))
        {
            _crashesLeft--;
            loop.Counts.Increment(Situation.Crash);
            loop.Trace.Add(loop.Now, machine.Name, $"dies {point} {call}");
            machine.Kill();
            return true;
        }

        return false;
    }

    /// <returns>The number of the new call, from 1.</returns>
    public int NextCall() => ++Calls;

    public Fault For(Call call, int number)
    {
        var fault = Draw(call, number);
        loop.Counts.Increment(fault);

        if (fault == Fault.Refused && singleFault is null && loop.Now >= _burstEnds && loop.Dice.Roll(0.2))
        {
            _burstEnds = loop.Now + loop.Dice.Between(TimeSpan.FromSeconds(1), plan.LongestBurst);
        }

        return fault;
    }

    private Fault Draw(Call call, int number) =>
        singleFault is { } one ? one.FaultAt(number)
        : loop.Now < _burstEnds ? Fault.Refused
        : !loop.Dice.Roll(call.Verb == Start ? plan.StartFaultChance : plan.FaultChance) ? Fault.None
        : call.Verb == Start && plan.DoublesStarts && loop.Dice.Roll(0.3) ? Fault.Doubled
        : loop.Dice.Pick<Fault>(Kinds);

    public TimeSpan TravelTime(Fault fault) => fault == Fault.Late
        ? loop.Dice.Pick<TimeSpan>([.. plan.Delays])
        : TimeSpan.FromMilliseconds(1 + loop.Dice.Below(20));

    /// <summary>Sometimes pauses the process, as when a virtual machine is moved or a frozen instance continues late.</summary>
    public void MayPause(Machine machine, Call call)
    {
        if (_pausesLeft > 0 && loop.Dice.Roll(call.Verb == Look ? Math.Max(plan.PauseChance, plan.LookPauseChance) : plan.PauseChance))
        {
            _pausesLeft--;
            loop.Counts.Increment(Situation.Pause);
            var pause = loop.Dice.Pick<TimeSpan>([.. plan.PauseLengths]);
            machine.PausedUntil = loop.Now + pause;
            loop.Trace.Add(loop.Now, machine.Name, $"is paused for {pause.TotalSeconds:0} s after {call}");
        }
    }
}
