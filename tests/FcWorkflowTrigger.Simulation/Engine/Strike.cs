namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Exactly one thing goes wrong, at exactly one call: how every place is tried, one after the other.</summary>
/// <param name="Call">Which call, from 1.</param>
/// <param name="Crash">The process dies there.</param>
/// <param name="Trouble">The call suffers this.</param>
internal readonly record struct Strike(int Call, CrashPoint? Crash = null, Trouble Trouble = Trouble.None)
{
    public bool Hits(int call, CrashPoint point) => call == Call && point == Crash;

    public Trouble TroubleOf(int call) => call == Call ? Trouble : Trouble.None;
}
