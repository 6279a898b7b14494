using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Runs;

/// <summary>Log lines about runs whose records were deleted.</summary>
internal static partial class IncompleteRunsLog
{
    [LoggerMessage(EventId = 36, EventName = LogEvents.RunIncomplete, Level = LogLevel.Error, Message = "{Why} What is known of the run is kept in the ledger under u/.")]
    public static partial void Left(ILogger logger, string why);
}
