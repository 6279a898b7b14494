using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Log lines about starts whose outcome is unknown.</summary>
internal static partial class UnknownStartLog
{
    [LoggerMessage(EventId = 70, EventName = LogEvents.RunListIncomplete, Level = LogLevel.Warning, Message = "Run {Run} may have started, and IMS did not show its whole list: {Why}. Nothing is sent again; the next sweep looks again.")]
    public static partial void Incomplete(ILogger logger, WorkflowRun run, string why);

    [LoggerMessage(EventId = 71, EventName = LogEvents.RunStartAmbiguous, Level = LogLevel.Warning, Message = "Run {Run} may have started: IMS's list shows task {TaskId} of the same media, whose UserData names no run. Look at this task in the IMS console before you resume the run.")]
    public static partial void Ambiguous(ILogger logger, WorkflowRun run, string taskId);
}
