using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>Log lines about deliveries. They never hold an endpoint's address, because its path may be a password.</summary>
internal static partial class OutcomeLog
{
    [LoggerMessage(EventId = 50, EventName = LogEvents.DeliverySent, Level = LogLevel.Information, Message = "Delivered {Type} of run {RunId} to {Sink} (attempt {Attempt}).")]
    public static partial void Delivered(ILogger logger, string type, string runId, string sink, int attempt);

    [LoggerMessage(EventId = 51, EventName = LogEvents.DeliveryDeferred, Level = LogLevel.Warning, Message = "Could not deliver {Type} of run {RunId} to {Sink} (attempt {Attempt}): {Reason}. It is tried again.")]
    public static partial void NotYet(ILogger logger, string type, string runId, string sink, int attempt, string reason);

    [LoggerMessage(EventId = 52, EventName = LogEvents.DeliveryGivenUp, Level = LogLevel.Error, Message = "Gave up delivering {Type} of run {RunId} to {Sink} after {Attempt} attempts: {Reason}. Its state stays in the ledger under w/.")]
    public static partial void GaveUp(ILogger logger, string type, string runId, string sink, int attempt, string reason);

    [LoggerMessage(EventId = 55, EventName = LogEvents.DeliveryObsolete, Level = LogLevel.Information, Message = "{Type} of run {RunId} is not delivered to {Sink}: {Reason}. Nothing is left to do.")]
    public static partial void Obsolete(ILogger logger, string type, string runId, string sink, string reason);

    [LoggerMessage(EventId = 53, EventName = LogEvents.DeliveryFailed, Level = LogLevel.Error, Message = "The outcome of run {RunId} could not be delivered; the next sweep tries again.")]
    public static partial void Failed(ILogger logger, RunId runId, Exception failure);

    [LoggerMessage(EventId = 54, EventName = LogEvents.DeliveryLost, Level = LogLevel.Error, Message = "The outcome of run {RunId} is not delivered: the records of the run are gone from the ledger.")]
    public static partial void RecordsGone(ILogger logger, RunId runId);
}
