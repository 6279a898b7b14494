using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Log lines about sidecars and the runs that wait for them.</summary>
internal static partial class SidecarLog
{
    [LoggerMessage(
        EventId = 26, EventName = LogEvents.RunWaitsForSidecar, Level = LogLevel.Information, Message = "Run {Run} waits for the sidecar of {Key}; at {Until:u} it {Then}.")]
    public static partial void Waiting(ILogger logger, WorkflowRun run, string key, DateTimeOffset until, string then);

    [LoggerMessage(EventId = 27, EventName = LogEvents.RunPlanned, Level = LogLevel.Information, Message = "Planned run {Run} {Source}: workflow {WorkflowId}.")]
    public static partial void Planned(ILogger logger, WorkflowRun run, string source, string workflowId);

    [LoggerMessage(EventId = 28, EventName = LogEvents.RunCanceledForSidecar, Level = LogLevel.Error, Message = "Run {Run} is canceled ({Reason}): {Detail}")]
    public static partial void Ended(ILogger logger, WorkflowRun run, string reason, string detail);

    [LoggerMessage(EventId = 33, EventName = LogEvents.RunSidecarUnread, Level = LogLevel.Warning, Message = "Run {Run} starts without a sidecar, because the sidecar cannot be read: {Refusal}")]
    public static partial void Unread(ILogger logger, WorkflowRun run, string refusal);

    [LoggerMessage(EventId = 29, EventName = LogEvents.SidecarArrived, Level = LogLevel.Information, Message = "Sidecar {Sidecar} has come; {Runs} run(s) of its object are known.")]
    public static partial void Arrived(ILogger logger, Upload sidecar, int runs);
}
