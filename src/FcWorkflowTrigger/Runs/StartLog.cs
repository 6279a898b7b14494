using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Log lines about opening, starting and recovering runs.</summary>
internal static partial class StartLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Refused {Upload}: {Reason}.")]
    public static partial void Refused(ILogger logger, Upload upload, string reason);

    /// <summary>Writes one line for each rule on dry run that would take the upload.</summary>
    public static void DryRunMatched(ILogger logger, Upload upload, IReadOnlyList<Rule> rules)
    {
        foreach (var rule in rules)
        {
            DryRunMatched(logger, upload, rule.Name);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Rule '{Rule}' would take {Upload}; it is on dry run.")]
    private static partial void DryRunMatched(ILogger logger, Upload upload, string rule);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Claimed run {RunId} for {Upload} under rule '{Rule}'.")]
    public static partial void Claimed(ILogger logger, RunId runId, Upload upload, string rule);

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "Run {RunId} of {Upload} is {State} already.")]
    public static partial void AlreadyKnown(ILogger logger, RunId runId, Upload upload, string state);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "Took over run {RunId} as claim {Epoch}.")]
    public static partial void TookOver(ILogger logger, RunId runId, int epoch);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Registered run {RunId} as media {MediaId}.")]
    public static partial void Registered(ILogger logger, RunId runId, string mediaId);

    [LoggerMessage(EventId = 14, Level = LogLevel.Information, Message = "Started run {RunId} as task {TaskId} (IMS request {ImsRequestId}).")]
    public static partial void Started(ILogger logger, RunId runId, string taskId, string? imsRequestId);

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning, Message = "Run {RunId} may have started: IMS's answer was not seen. The start is not sent again; a callback or a sweep finds out what happened.")]
    public static partial void OutcomeUnknown(ILogger logger, RunId runId);

    [LoggerMessage(EventId = 16, Level = LogLevel.Information, Message = "Another invocation has changed run {RunId}.")]
    public static partial void MovedOn(ILogger logger, RunId runId);

    [LoggerMessage(EventId = 17, Level = LogLevel.Error, Message = "IMS refused {Action} for run {RunId} for good: {Code} (IMS request {ImsRequestId}). The run ends here. IMS says {ImsMessage}.")]
    public static partial void Rejected(ILogger logger, RunId runId, string action, string code, string? imsRequestId, string imsMessage);

    [LoggerMessage(EventId = 18, Level = LogLevel.Information, Message = "Found the start of run {RunId} in IMS's list: task {TaskId}.")]
    public static partial void Found(ILogger logger, RunId runId, string taskId);

    [LoggerMessage(EventId = 19, Level = LogLevel.Warning, Message = "Start {Generation} of run {RunId} never arrived at IMS; {What}.")]
    public static partial void NeverArrived(ILogger logger, RunId runId, int generation, string what);

    [LoggerMessage(EventId = 20, Level = LogLevel.Error, Message = "Run {RunId} is parked ({Reason}): a person must resume or cancel it.")]
    public static partial void Parked(ILogger logger, RunId runId, string reason);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "The asset of run {RunId} is not ready; a sweep continues the run.")]
    public static partial void NotReady(ILogger logger, RunId runId);

    [LoggerMessage(EventId = 22, Level = LogLevel.Error, Message = "Run {RunId} is canceled ({Reason}): its object had more than {Limit} runs within an hour.")]
    public static partial void RestartLimitExceeded(ILogger logger, RunId runId, string reason, int limit);

    [LoggerMessage(EventId = 23, Level = LogLevel.Information, Message = "Run {RunId} waits for {What}; the sweeps check it again.")]
    public static partial void Waits(ILogger logger, RunId runId, string what);

    [LoggerMessage(EventId = 34, Level = LogLevel.Warning, Message = "Run {RunId} waits for run {Holder}, which has the same bytes and is parked: a person must resume or cancel the parked run.")]
    public static partial void WaitsForParked(ILogger logger, RunId runId, RunId holder);

    [LoggerMessage(EventId = 35, Level = LogLevel.Warning, Message = "Run {RunId} waits behind run {Holder} of the same key, whose log is not whole (LEDGER-INCOMPLETE).")]
    public static partial void WaitsForIncomplete(ILogger logger, RunId runId, RunId holder);

    [LoggerMessage(EventId = 24, Level = LogLevel.Warning, Message = "Run {RunId} is canceled unstarted ({Reason}: {Detail}).")]
    public static partial void Canceled(ILogger logger, RunId runId, string reason, string? detail);
}
