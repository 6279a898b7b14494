namespace FcWorkflowTrigger.Reconcile;

/// <summary>What is said of sweeps.</summary>
internal static partial class ReconcileLog
{
    [LoggerMessage(EventId = 40, Level = LogLevel.Information, Message = "Swept: {Seen} seen, {Finished} finished, {Open} open, {Errors} errors.")]
    public static partial void Swept(ILogger logger, int seen, int finished, int open, int errors);

    [LoggerMessage(EventId = 41, Level = LogLevel.Error, Message = "Run {RunId} could not be checked; the next sweep tries again.")]
    public static partial void Failed(ILogger logger, RunId runId, Exception failure);
}
