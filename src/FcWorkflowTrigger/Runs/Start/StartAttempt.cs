namespace FcWorkflowTrigger.Runs.Start;

/// <summary>The result of one generation.</summary>
/// <param name="Run">Null when another invocation changed the run.</param>
/// <param name="Refusal">Set when IMS certainly refused; the run is then Claimed, for the next generation.</param>
internal sealed record StartAttempt(WorkflowRun? Run, StartVerdict.Refused? Refusal = null);
