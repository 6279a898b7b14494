namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Exactly one fault or crash at exactly one call. With it a test tries every call of a scenario, one after the other.</summary>
/// <param name="Call">The number of the call, from 1.</param>
/// <param name="Crash">Where, around the call, the process dies; null if it does not.</param>
/// <param name="Fault">The fault of the call.</param>
internal readonly record struct SingleFault(int Call, CrashPoint? Crash = null, Fault Fault = Fault.None)
{
    public bool IsAt(int call, CrashPoint point) => call == Call && point == Crash;

    public Fault FaultAt(int call) => call == Call ? Fault : Fault.None;
}
