namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Where one generation left the run.</summary>
/// <param name="Run">Null when somebody else moved the run meanwhile.</param>
/// <param name="Refusal">Set when IMS refused for certain; the run then stands Claimed, for the next generation.</param>
internal sealed record StartAttempt(WorkflowRun? Run, StartVerdict.Refused? Refusal = null);
