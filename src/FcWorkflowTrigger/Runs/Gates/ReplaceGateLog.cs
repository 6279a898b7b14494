using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Log lines about runs that wait to replace their media asset.</summary>
internal static partial class ReplaceGateLog
{
    [LoggerMessage(EventId = 37, EventName = LogEvents.RunWaitsToReplace, Level = LogLevel.Warning, Message = "Run {Run} waits to replace the media asset of run {Holder}, which is parked and may have a task: a person must resume or cancel that one.")]
    public static partial void WaitsForParked(ILogger logger, WorkflowRun run, RunId holder);
}
