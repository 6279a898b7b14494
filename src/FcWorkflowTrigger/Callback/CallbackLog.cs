using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Callback;

/// <summary>Log lines about callbacks. They never hold the callback's URL, which is a capability.</summary>
internal static partial class CallbackLog
{
    [LoggerMessage(EventId = 30, EventName = LogEvents.CallbackReceived, Level = LogLevel.Information, Message = "Callback at {Path}: {Outcome}.")]
    public static partial void Handled(ILogger logger, string path, CallbackOutcome outcome);

    [LoggerMessage(EventId = 31, EventName = LogEvents.CallbackFailed, Level = LogLevel.Error, Message = "Callback at {Path} could not be checked; a sweep will finish the run.")]
    public static partial void Failed(ILogger logger, string path, Exception failure);

    [LoggerMessage(EventId = 32, EventName = LogEvents.CallbackQueued, Level = LogLevel.Information, Message = "Queued callback of task {TaskId}: {Outcome}.")]
    public static partial void Queued(ILogger logger, string? taskId, CallbackOutcome outcome);
}
