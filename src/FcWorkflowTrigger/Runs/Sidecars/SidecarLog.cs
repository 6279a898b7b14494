using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Log lines about sidecars and the runs that wait for them.</summary>
internal static partial class SidecarLog
{
    [LoggerMessage(
        EventId = 26, Level = LogLevel.Information, Message = "Run {RunId} waits for the sidecar of {Key}; at {Until:u} it {Then}.")]
    public static partial void Waiting(ILogger logger, RunId runId, string key, DateTimeOffset until, string then);

    [LoggerMessage(EventId = 27, Level = LogLevel.Information, Message = "Planned run {RunId} {How}: workflow {WorkflowId}.")]
    public static partial void Planned(ILogger logger, RunId runId, string how, string workflowId);

    [LoggerMessage(EventId = 28, Level = LogLevel.Error, Message = "Run {RunId} is canceled ({Reason}): {Detail}")]
    public static partial void Ended(ILogger logger, RunId runId, string reason, string detail);

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning, Message = "Run {RunId} starts without a sidecar, because the sidecar cannot be read: {Refusal}")]
    public static partial void Unread(ILogger logger, RunId runId, string refusal);

    [LoggerMessage(EventId = 29, Level = LogLevel.Information, Message = "Sidecar {Sidecar} has come; {Runs} run(s) of its object are known.")]
    public static partial void Arrived(ILogger logger, Upload sidecar, int runs);
}
