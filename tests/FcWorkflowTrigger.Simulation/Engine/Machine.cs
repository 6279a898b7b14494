using FcWorkflowTrigger.Cloud;

namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>One process. It can be killed between any two steps, it can be paused for any time, and its clock can be wrong.</summary>
internal sealed class Machine
{
    public Machine(EventLoop loop, string name, TimeSpan skew)
    {
        Name = name;
        Clock = new(new MachineClock(loop, this, skew));
    }

    public string Name { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>The requests that the process was still sending when it ended are lost.</summary>
    public bool IsCutOff { get; private set; }

    public DateTimeOffset PausedUntil { get; set; }

    /// <summary>The production clock. It is based on the wrong clock of this machine.</summary>
    public CloudClock Clock { get; }

    /// <summary>Raised once, when the process dies. The invocations in progress learn from it that no answer will come.</summary>
    public event Action? Died;

    public void Kill()
    {
        if (IsAlive)
        {
            IsAlive = false;
            Died?.Invoke();
        }
    }

    /// <summary>Function Compute ends an idle process.</summary>
    /// <param name="cutOff">The process ends before the network has taken the requests that it was sending.</param>
    public void Reclaim(bool cutOff)
    {
        IsCutOff = cutOff;
        Kill();
    }
}
