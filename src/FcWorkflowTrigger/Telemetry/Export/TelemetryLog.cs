using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>Log lines about exports. They never hold an address or a header, because either may hold a token.</summary>
internal static partial class TelemetryLog
{
    [LoggerMessage(EventId = 80, EventName = LogEvents.ExportDone, Level = LogLevel.Information, Message = "Exported {Runs} ended runs to the collector.")]
    public static partial void Exported(ILogger logger, int runs);

    [LoggerMessage(EventId = 81, EventName = LogEvents.ExportDeferred, Level = LogLevel.Warning, Message = "The collector has not taken {Signal}: {Reason}. The next sweep sends it again; ends of runs wait for 24 h.")]
    public static partial void NotYet(ILogger logger, string signal, string reason);

    [LoggerMessage(EventId = 82, EventName = LogEvents.ExportRefused, Level = LogLevel.Warning, Message = "The collector refused {Signal}: {Reason}. It is not sent again.")]
    public static partial void Refused(ILogger logger, string signal, string reason);

    [LoggerMessage(EventId = 83, EventName = LogEvents.ExportExpired, Level = LogLevel.Warning, Message = "{Runs} ended runs have waited for the collector for more than 24 h and are not exported.")]
    public static partial void Expired(ILogger logger, int runs);

    [LoggerMessage(EventId = 84, EventName = LogEvents.ExportUnreadable, Level = LogLevel.Warning, Message = "Run {RunId} is not exported: its records cannot be read.")]
    public static partial void Unreadable(ILogger logger, RunId runId, Exception failure);

    [LoggerMessage(EventId = 85, EventName = LogEvents.ExportFailed, Level = LogLevel.Warning, Message = "The export has failed; the next sweep goes on with it.")]
    public static partial void Failed(ILogger logger, Exception failure);
}
