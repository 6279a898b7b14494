using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>How a schedule ended.</summary>
/// <param name="Violation">The promise that was broken; null if all were kept.</param>
/// <param name="Calls">The number of calls that the processes made.</param>
/// <param name="Tasks">The number of starts that IMS accepted.</param>
/// <param name="ByCallback">The number of runs that ended by their callback.</param>
/// <param name="Counts">The faults and situations that occurred.</param>
/// <param name="Trace">Every step, if the trace was on.</param>
internal sealed record ScheduleResult(string? Violation, int Calls, int Tasks, int ByCallback, FaultCounts Counts, IReadOnlyList<string> Trace);
