namespace FcWorkflowTrigger.Runs;

/// <summary>What is said of runs whose records have been deleted.</summary>
internal static partial class IncompleteRunsLog
{
    [LoggerMessage(EventId = 36, Level = LogLevel.Error, Message = "{Why} What is known of the run is kept in the ledger under u/.")]
    public static partial void Left(ILogger logger, string why);
}
