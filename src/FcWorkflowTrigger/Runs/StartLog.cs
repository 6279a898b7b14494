using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Log lines about opening, starting and recovering runs.</summary>
internal static partial class StartLog
{
    /// <param name="detail">What else is known; null when the reason says all.</param>
    public static void Refused(ILogger logger, Upload upload, RefusalReason reason, string? detail = null)
    {
        var more = detail is null ? "" : $" ({detail})";
        RefusedWith(logger, upload, reason, more);
    }

    [LoggerMessage(EventId = 1, EventName = LogEvents.UploadRefused, Level = LogLevel.Information, Message = "Refused {Upload}: {Reason}{Detail}.")]
    private static partial void RefusedWith(ILogger logger, Upload upload, RefusalReason reason, string detail);

    /// <summary>Writes one line for each rule on dry run that would take the upload.</summary>
    public static void DryRunMatched(ILogger logger, Upload upload, IReadOnlyList<Rule> rules)
    {
        foreach (var rule in rules)
        {
            DryRunMatched(logger, upload, rule.Name);
        }
    }

    [LoggerMessage(EventId = 2, EventName = LogEvents.UploadDryRun, Level = LogLevel.Information, Message = "Rule '{Rule}' would take {Upload}; it is on dry run.")]
    private static partial void DryRunMatched(ILogger logger, Upload upload, string rule);

    [LoggerMessage(EventId = 10, EventName = LogEvents.RunClaimed, Level = LogLevel.Information, Message = "Claimed run {RunId} for {Upload} under rule '{Rule}'.")]
    public static partial void Claimed(ILogger logger, RunId runId, Upload upload, string rule);

    [LoggerMessage(EventId = 11, EventName = LogEvents.RunKnown, Level = LogLevel.Information, Message = "Run {RunId} of {Upload} is {State} already.")]
    public static partial void AlreadyKnown(ILogger logger, RunId runId, Upload upload, string state);

    [LoggerMessage(EventId = 12, EventName = LogEvents.RunTakenOver, Level = LogLevel.Information, Message = "Took over run {Run} as claim {Epoch}.")]
    public static partial void TookOver(ILogger logger, WorkflowRun run, int epoch);

    [LoggerMessage(EventId = 13, EventName = LogEvents.RunRegistered, Level = LogLevel.Information, Message = "Registered run {Run} as media {MediaId}.")]
    public static partial void Registered(ILogger logger, WorkflowRun run, string mediaId);

    [LoggerMessage(EventId = 14, EventName = LogEvents.RunStarted, Level = LogLevel.Information, Message = "Started run {Run} as task {TaskId} (IMS request {ImsRequestId}).")]
    public static partial void Started(ILogger logger, WorkflowRun run, string taskId, string? imsRequestId);

    [LoggerMessage(EventId = 15, EventName = LogEvents.RunStartUnknown, Level = LogLevel.Warning, Message = "Run {Run} may have started: IMS's answer was not seen. The start is not sent again; a callback or a sweep finds out what happened.")]
    public static partial void OutcomeUnknown(ILogger logger, WorkflowRun run);

    [LoggerMessage(EventId = 16, EventName = LogEvents.RunMovedOn, Level = LogLevel.Information, Message = "Another invocation has changed run {Run}.")]
    public static partial void MovedOn(ILogger logger, WorkflowRun run);

    [LoggerMessage(EventId = 39, EventName = LogEvents.RunStartRefused, Level = LogLevel.Information, Message = "IMS refused a start of run {Run}: {Code} (IMS request {ImsRequestId}). {Action} began nothing.")]
    public static partial void StartRefused(ILogger logger, WorkflowRun run, string action, string code, string? imsRequestId);

    [LoggerMessage(EventId = 17, EventName = LogEvents.RunRejected, Level = LogLevel.Error, Message = "IMS refused {Action} for run {Run} for good: {Code} (IMS request {ImsRequestId}). The run ends here. IMS says {ImsMessage}.")]
    public static partial void Rejected(ILogger logger, WorkflowRun run, string action, string code, string? imsRequestId, string imsMessage);

    [LoggerMessage(EventId = 18, EventName = LogEvents.RunStartFound, Level = LogLevel.Information, Message = "Found the start of run {Run} in IMS's list: task {TaskId}.")]
    public static partial void Found(ILogger logger, WorkflowRun run, string taskId);

    [LoggerMessage(EventId = 19, EventName = LogEvents.RunStartLost, Level = LogLevel.Warning, Message = "Start {Generation} of run {Run} never arrived at IMS; {What}.")]
    public static partial void NeverArrived(ILogger logger, WorkflowRun run, int generation, string what);

    [LoggerMessage(EventId = 20, EventName = LogEvents.RunParked, Level = LogLevel.Error, Message = "Run {Run} is parked ({Reason}): a person must resume or cancel it.")]
    public static partial void Parked(ILogger logger, WorkflowRun run, string reason);

    [LoggerMessage(EventId = 21, EventName = LogEvents.RunAssetNotReady, Level = LogLevel.Information, Message = "The asset of run {Run} is not ready; a sweep continues the run.")]
    public static partial void NotReady(ILogger logger, WorkflowRun run);

    [LoggerMessage(EventId = 22, EventName = LogEvents.RunRestartLimit, Level = LogLevel.Error, Message = "Run {Run} is canceled ({Reason}): its object had more than {Limit} runs within an hour.")]
    public static partial void RestartLimitExceeded(ILogger logger, WorkflowRun run, string reason, int limit);

    [LoggerMessage(EventId = 23, EventName = LogEvents.RunWaits, Level = LogLevel.Information, Message = "Run {Run} waits for {What}; the sweeps check it again.")]
    public static partial void Waits(ILogger logger, WorkflowRun run, string what);

    [LoggerMessage(EventId = 34, EventName = LogEvents.RunWaitsForParked, Level = LogLevel.Warning, Message = "Run {Run} waits for run {Holder}, which has the same bytes and is parked: a person must resume or cancel the parked run.")]
    public static partial void WaitsForParked(ILogger logger, WorkflowRun run, RunId holder);

    [LoggerMessage(EventId = 35, EventName = LogEvents.RunWaitsForIncomplete, Level = LogLevel.Warning, Message = "Run {Run} waits behind run {Holder} of the same key, whose log is not whole (LEDGER-INCOMPLETE).")]
    public static partial void WaitsForIncomplete(ILogger logger, WorkflowRun run, RunId holder);

    [LoggerMessage(EventId = 38, EventName = LogEvents.RunLeftToSweeps, Level = LogLevel.Information, Message = "Run {RunId}, which an operator asked for, is in the ledger; the sweeps continue it.")]
    public static partial void LeftToSweeps(ILogger logger, RunId runId, Exception deferred);

    [LoggerMessage(EventId = 24, EventName = LogEvents.RunCanceled, Level = LogLevel.Warning, Message = "Run {Run} is canceled unstarted ({Reason}: {Detail}).")]
    public static partial void Canceled(ILogger logger, WorkflowRun run, string reason, string? detail);
}
