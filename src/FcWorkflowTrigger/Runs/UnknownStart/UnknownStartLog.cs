using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Log lines about starts whose outcome is unknown.</summary>
internal static partial class UnknownStartLog
{
    [LoggerMessage(EventId = 70, Level = LogLevel.Warning, Message = "Run {RunId} may have started, and IMS did not show its whole list: {Why}. Nothing is sent again; the next sweep looks again.")]
    public static partial void Incomplete(ILogger logger, RunId runId, string why);

    [LoggerMessage(EventId = 71, Level = LogLevel.Warning, Message = "Run {RunId} may have started: IMS's list shows task {TaskId} of the same media, whose UserData names no run. Look at this task in the IMS console before you resume the run.")]
    public static partial void Ambiguous(ILogger logger, RunId runId, string taskId);
}
