using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Telemetry.Metrics;

/// <summary>Log lines that say how things stand.</summary>
internal static partial class LevelLog
{
    [LoggerMessage(
        EventId = 86, EventName = LogEvents.SweepLevels, Level = LogLevel.Information, Message = "After the sweep: {Open} open, {Waiting} wait for a sidecar, {Parked} parked, {Undelivered} outcomes not delivered.")]
    public static partial void Levels(ILogger logger, int open, int waiting, int parked, int undelivered);

    [LoggerMessage(EventId = 87, EventName = LogEvents.BudgetUsed, Level = LogLevel.Information, Message = "{Used} of {Limit} {Budget} of {Scope} are used.")]
    public static partial void Budget(ILogger logger, int used, int limit, string budget, string scope);

    [LoggerMessage(EventId = 88, EventName = LogEvents.SweepLevelsUnread, Level = LogLevel.Warning, Message = "Budgets or outcomes could not be counted; the next sweep counts them.")]
    public static partial void Unread(ILogger logger, Exception failure);
}
