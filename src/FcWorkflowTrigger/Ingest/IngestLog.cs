using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Ingest;

/// <summary>What is said of uploads that start nothing.</summary>
internal static partial class IngestLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Refused {Upload}: {Reason}.")]
    public static partial void Refused(ILogger logger, Upload upload, RefusalReason reason);
}
