using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>What is said of deliveries; never an endpoint's address, whose path may be its password.</summary>
internal static partial class OutcomeLog
{
    [LoggerMessage(EventId = 50, Level = LogLevel.Information, Message = "Delivered {Type} of run {RunId} to {Sink} (attempt {Attempt}).")]
    public static partial void Delivered(ILogger logger, string type, string runId, string sink, int attempt);

    [LoggerMessage(EventId = 51, Level = LogLevel.Warning, Message = "Could not deliver {Type} of run {RunId} to {Sink} (attempt {Attempt}): {Why}. It is tried again.")]
    public static partial void NotYet(ILogger logger, string type, string runId, string sink, int attempt, string why);

    [LoggerMessage(EventId = 52, Level = LogLevel.Error, Message = "Gave up delivering {Type} of run {RunId} to {Sink} after {Attempt} attempts: {Why}. Its state stays in the ledger under w/.")]
    public static partial void GaveUp(ILogger logger, string type, string runId, string sink, int attempt, string why);

    [LoggerMessage(EventId = 53, Level = LogLevel.Error, Message = "The outcome of run {RunId} could not be looked at; the next sweep tries again.")]
    public static partial void Failed(ILogger logger, RunId runId, Exception failure);

    [LoggerMessage(EventId = 54, Level = LogLevel.Error, Message = "The outcome of run {RunId} is not delivered: the records of the run are gone from the ledger.")]
    public static partial void RecordsGone(ILogger logger, RunId runId);
}
