namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Decides what goes wrong, and keeps count of it.</summary>
/// <param name="strike">The one thing that goes wrong; null leaves troubles to chance.</param>
internal sealed class Troubles(EventLoop loop, TroublePlan plan, Strike? strike = null)
{
    private const string Start = "StartWorkflow";
    private static readonly Trouble[] Kinds = [Trouble.RequestLost, Trouble.ReplyLost, Trouble.Late, Trouble.Refused];
    private int _crashesLeft = plan.Crashes;
    private int _pausesLeft = plan.Pauses;
    private DateTimeOffset _burstEnds;

    /// <summary>Calls made so far.</summary>
    public int Calls { get; private set; }

    public bool Crashes(Machine machine, Call call, int number, CrashPoint point)
    {
        if (machine.IsAlive && (strike?.Hits(number, point) ?? (_crashesLeft > 0 && loop.Dice.Roll(plan.CrashChance))))
        {
            _crashesLeft--;
            loop.Tally.Count(Met.Crash);
            loop.Trace.Add(loop.Now, machine.Name, $"dies {point} {call}");
            machine.Kill();
            return true;
        }

        return false;
    }

    /// <returns>The number of the call that begins, from 1.</returns>
    public int NextCall() => ++Calls;

    public Trouble For(Call call, int number)
    {
        var trouble = Draw(call, number);
        loop.Tally.Count(trouble);

        if (trouble == Trouble.Refused && strike is null && loop.Now >= _burstEnds && loop.Dice.Roll(0.2))
        {
            _burstEnds = loop.Now + loop.Dice.Between(TimeSpan.FromSeconds(1), plan.LongestBurst);
        }

        return trouble;
    }

    private Trouble Draw(Call call, int number) =>
        strike is { } one ? one.TroubleOf(number)
        : loop.Now < _burstEnds ? Trouble.Refused
        : !loop.Dice.Roll(call.Verb == Start ? plan.StartTroubleChance : plan.TroubleChance) ? Trouble.None
        : call.Verb == Start && plan.DoublesStarts && loop.Dice.Roll(0.3) ? Trouble.Doubled
        : loop.Dice.Pick<Trouble>(Kinds);

    public TimeSpan TravelTime(Trouble trouble) => trouble == Trouble.Late
        ? loop.Dice.Pick<TimeSpan>([TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(40), TimeSpan.FromHours(2)])
        : TimeSpan.FromMilliseconds(1 + loop.Dice.Below(20));

    /// <summary>The process stands still: a virtual machine is moved, a frozen instance thaws late.</summary>
    public void MayPause(Machine machine, Call call)
    {
        if (_pausesLeft > 0 && loop.Dice.Roll(plan.PauseChance))
        {
            _pausesLeft--;
            loop.Tally.Count(Met.Pause);
            var pause = loop.Dice.Pick<TimeSpan>([TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(50)]);
            machine.PausedUntil = loop.Now + pause;
            loop.Trace.Add(loop.Now, machine.Name, $"stands still for {pause.TotalSeconds:0} s after {call}");
        }
    }
}
