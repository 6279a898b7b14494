using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Runs;

/// <summary>Log lines about the end of a run.</summary>
internal static partial class FinishLog
{
    [LoggerMessage(EventId = 25, EventName = LogEvents.RunEnded, Level = LogLevel.Information, Message = "Finished run {Run}: task {TaskId} is {Status} (learnt by {How}).")]
    public static partial void Finished(ILogger logger, WorkflowRun run, string taskId, string status, string how);
}
