namespace FcWorkflowTrigger.Callback;

/// <summary>What is said of callbacks; never their URL, which is a capability.</summary>
internal static partial class CallbackLog
{
    [LoggerMessage(EventId = 30, Level = LogLevel.Information, Message = "Callback for run {RunId}: {Outcome}.")]
    public static partial void Judged(ILogger logger, RunId? runId, CallbackOutcome outcome);

    [LoggerMessage(EventId = 31, Level = LogLevel.Error, Message = "Callback for run {RunId} could not be checked; a sweep will finish the run.")]
    public static partial void Failed(ILogger logger, RunId? runId, Exception failure);
}
