using FcWorkflowTrigger.Cloud;

namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>One process: it can be killed between any two steps, stand still for any time, and have a wrong clock.</summary>
internal sealed class Machine
{
    public Machine(EventLoop loop, string name, TimeSpan skew)
    {
        Name = name;
        Clock = new(new MachineClock(loop, this, skew));
    }

    public string Name { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>What it was still sending when it ended has gone with it.</summary>
    public bool IsCutOff { get; private set; }

    public DateTimeOffset PausedUntil { get; set; }

    /// <summary>The production clock, over this machine's own wrong one.</summary>
    public CloudClock Clock { get; }

    /// <summary>Told once, when the process dies: whoever waits for its answer learns that none will come.</summary>
    public event Action? Died;

    public void Kill()
    {
        if (IsAlive)
        {
            IsAlive = false;
            Died?.Invoke();
        }
    }

    /// <summary>Function Compute takes an idle process away.</summary>
    /// <param name="cutOff">Before the network has taken what it was sending.</param>
    public void Reclaim(bool cutOff)
    {
        IsCutOff = cutOff;
        Kill();
    }
}
