namespace FcWorkflowTrigger.Telemetry.Metrics;

/// <summary>What a sweep has seen.</summary>
/// <param name="Open">Unfinished runs, without those that wait.</param>
/// <param name="Waiting">Runs that wait for a sidecar.</param>
/// <param name="Parked">Runs that wait for a person.</param>
/// <param name="Overdue">Runs whose task takes longer than its rule expects, among those of this sweep.</param>
/// <param name="Errors">Runs that could not be checked.</param>
internal sealed record SweepFacts(DateTimeOffset Began, TimeSpan Duration, int Open, int Waiting, int Parked, int Overdue, int Errors);
