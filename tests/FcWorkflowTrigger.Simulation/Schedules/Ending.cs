using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>How a schedule ended.</summary>
/// <param name="Violation">The promise that was broken; null when all were kept.</param>
/// <param name="Calls">How many calls the processes made.</param>
/// <param name="Tasks">How many starts IMS accepted.</param>
/// <param name="ByCallback">How many runs ended by their callback.</param>
/// <param name="Tally">What went wrong on the way.</param>
/// <param name="Trace">Every step, if asked for.</param>
internal sealed record Ending(string? Violation, int Calls, int Tasks, int ByCallback, Tally Tally, IReadOnlyList<string> Trace);
