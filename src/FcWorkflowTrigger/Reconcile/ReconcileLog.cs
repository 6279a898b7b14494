using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Log lines about sweeps, about events that Function Compute gave up on, and about operator decisions.</summary>
internal static partial class ReconcileLog
{
    [LoggerMessage(
        EventId = 40, EventName = LogEvents.SweepDone,
        Level = LogLevel.Information,
        Message = "Swept: {Seen} seen, {Finished} finished, {Recovered} recovered, {Parked} parked, {Open} open, {Overdue} overdue, {Errors} errors.")]
    public static partial void Swept(ILogger logger, int seen, int finished, int recovered, int parked, int open, int overdue, int errors);

    [LoggerMessage(EventId = 41, EventName = LogEvents.RunUnchecked, Level = LogLevel.Error, Message = "Run {RunId} could not be checked; the next sweep tries again.")]
    public static partial void Failed(ILogger logger, RunId runId, Exception failure);

    [LoggerMessage(EventId = 60, EventName = LogEvents.RunOverdue, Level = LogLevel.Warning, Message = "Run {Run} is overdue: IMS works on task {TaskId} for longer than {Within}. The run goes on.")]
    public static partial void Overdue(ILogger logger, WorkflowRun run, string taskId, string within);

    [LoggerMessage(EventId = 48, EventName = LogEvents.RunRedriven, Level = LogLevel.Information, Message = "Run {RunId} repeats a run and is in the ledger; the sweeps continue it.")]
    public static partial void RedriveDeferred(ILogger logger, RunId runId, Exception deferred);

    [LoggerMessage(EventId = 47, EventName = LogEvents.RunMarkUnchecked, Level = LogLevel.Warning, Message = "Whether run {RunId} is still parked could not be checked; a later sweep tries again.")]
    public static partial void MarkUnchecked(ILogger logger, RunId runId, Exception failure);

    [LoggerMessage(EventId = 42, EventName = LogEvents.SweepOutOfTime, Level = LogLevel.Warning, Message = "The sweep ran out of time; the next sweep begins with other runs.")]
    public static partial void OutOfTime(ILogger logger);

    [LoggerMessage(EventId = 49, EventName = LogEvents.SweepUnrecorded, Level = LogLevel.Warning, Message = "What the sweep came to could not be recorded; `status` shows an older one.")]
    public static partial void Unrecorded(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 43, EventName = LogEvents.EventTakenUp, Level = LogLevel.Warning, Message = "Function Compute gave up on the event of request {RequestId}; it is taken up here.")]
    public static partial void TakenUp(ILogger logger, string requestId);

    [LoggerMessage(EventId = 44, EventName = LogEvents.EventKept, Level = LogLevel.Error, Message = "No run could be made of the event of request {RequestId}; it is kept in the ledger under u/ for a person.")]
    public static partial void Kept(ILogger logger, string requestId, Exception? reason);

    [LoggerMessage(EventId = 45, EventName = LogEvents.EventLeftToSweeps, Level = LogLevel.Information, Message = "The run of the event of request {RequestId} is in the ledger; the sweeps continue the run.")]
    public static partial void LeftToSweeps(ILogger logger, string requestId, Exception deferred);

    [LoggerMessage(EventId = 46, EventName = LogEvents.RunDecided, Level = LogLevel.Information, Message = "An operator decided {Action} for run {Run}; the run is {State} now.")]
    public static partial void Decided(ILogger logger, WorkflowRun run, string action, string state);
}
