using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Log lines about the end of a run.</summary>
internal static partial class FinishLog
{
    [LoggerMessage(EventId = 25, Level = LogLevel.Information, Message = "Finished run {RunId}: task {TaskId} is {Status} (learnt by {How}).")]
    public static partial void Finished(ILogger logger, RunId runId, string taskId, string status, string how);
}
