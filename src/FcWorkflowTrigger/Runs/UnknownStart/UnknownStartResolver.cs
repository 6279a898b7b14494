using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Finds out what became of a start whose outcome was not recorded.</summary>
/// <remarks>
/// Every copy of the request carries the date of the intent, so the gateway refuses copies that come after <see cref="IntentRecord.NotAfter"/>.
/// IMS's list shows an accepted copy a little later. So an empty list proves that nothing was started only after both times.
/// IMS's list may still be wrong. So the number of starts that may vanish is limited, even if the list is empty.
/// </remarks>
internal sealed class UnknownStartResolver(
    TaskLookup lookup,
    StartRecorder recorder,
    RunJournal journal,
    RunDeadlines deadlines,
    StartOptions options,
    ILogger<UnknownStartResolver> logger,
    TimeProvider clock)
{
    /// <returns>Started when the list shows the task; Claimed or Parked when IMS certainly has no task, or when the time to find out is over; else unchanged.</returns>
    public async Task<WorkflowRun> ResolveAsync(WorkflowRun.Intended run, Invocation invocation, CancellationToken cancellationToken)
    {
        // The time is read before the list: a list that was read too early proves nothing.
        var certain = clock.GetUtcNow() >= run.Intent.NotAfter + options.ClockSkew + options.ListLag;

        return await LookAsync(run, certain, cancellationToken) switch
        {
            TaskSearch.Found { Task: var task } => await RecordAsync(run, task.TaskId, invocation, cancellationToken),
            TaskSearch.Absent when certain => await GiveUpGenerationAsync(run, MayBeSentAgain(run), invocation, cancellationToken),
            TaskSearch.Ambiguous { TaskId: var task } when certain => await HandleAmbiguousAsync(run, task, invocation, cancellationToken),
            TaskSearch.Incomplete { Why: var why } => await LookLaterAsync(run, why, certain, invocation, cancellationToken),
            _ => run,
        };
    }

    /// <returns>The result of the first look that did not find the list empty; else the result of the last look.</returns>
    private async Task<TaskSearch> LookAsync(WorkflowRun.Intended run, bool certain, CancellationToken cancellationToken)
    {
        var found = await LookOnceAsync(run, certain, cancellationToken);

        for (var look = 1; look < (certain ? options.EmptyLooks : 1) && found is TaskSearch.Absent; look++)
        {
            // With the delay, one copy of the list that lags does not answer both looks.
            await Task.Delay(options.LooksApart, clock, cancellationToken);
            found = await LookOnceAsync(run, certain, cancellationToken);
        }

        return found;
    }

    private async Task<TaskSearch> LookOnceAsync(WorkflowRun.Intended run, bool certain, CancellationToken cancellationToken)
    {
        try
        {
            return await lookup.FindAsync(run, cancellationToken);
        }
        catch (Exception failure) when (
            failure is ImsException or HttpRequestException or TimeoutException && !CredentialProblem.Is(failure) && certain && deadlines.IsOverdue(run))
        {
            // Before the run is overdue, the caller gets the failure and tries again. When IMS cannot show its list for so long, an operator decides.
            return new TaskSearch.Incomplete(failure.Message);
        }
    }

    private async Task<WorkflowRun> RecordAsync(WorkflowRun.Intended run, string taskId, Invocation invocation, CancellationToken cancellationToken)
    {
        StartLog.Found(logger, run, taskId);
        var found = new StartedRecord { Gen = run.Intent.Gen, TaskId = taskId, How = StartedRecord.ByLookup };
        return await recorder.TryRecordAsync(run, found, invocation, cancellationToken) ?? await journal.ReadAsync(run.Id, cancellationToken);
    }

    private async Task<WorkflowRun> HandleAmbiguousAsync(WorkflowRun.Intended run, string taskId, Invocation invocation, CancellationToken cancellationToken)
    {
        UnknownStartLog.Ambiguous(logger, run, taskId);
        return await GiveUpGenerationAsync(run, IsResumed(run), invocation, cancellationToken);
    }

    private async Task<WorkflowRun> LookLaterAsync(
        WorkflowRun.Intended run, string why, bool certain, Invocation invocation, CancellationToken cancellationToken)
    {
        UnknownStartLog.Incomplete(logger, run, why);
        return certain && deadlines.IsOverdue(run)
            ? await journal.ParkAsync(run, ParkRecord.StartUnknown, logger, invocation, cancellationToken)
            : run;
    }

    private async Task<WorkflowRun> GiveUpGenerationAsync(WorkflowRun.Intended run, bool sendAgain, Invocation invocation, CancellationToken cancellationToken)
    {
        StartLog.NeverArrived(logger, run, run.Intent.Gen, sendAgain ? "the next is opened" : "the run is parked");

        if (!sendAgain)
        {
            return await journal.ParkAsync(run, ParkRecord.StartUnknown, logger, invocation, cancellationToken);
        }

        var refused = new RefusedRecord { Gen = run.Intent.Gen, Code = RefusedRecord.NeverArrived };
        return await journal.RecordOrReadAsync(run, refused, invocation, cancellationToken);
    }

    // Once an operator has had to decide about a start of this run, an operator decides about each further start too.
    private bool MayBeSentAgain(WorkflowRun.Intended run) =>
        IsResumed(run)
        || (options.Policy == StartPolicy.Resend && !run.History.Records.Any(IsParkedAsUnknown) && Vanished(run) < options.VanishedStarts && !deadlines.IsOverdue(run));

    /// <summary>How many starts of the run have vanished, the last one included.</summary>
    private static int Vanished(WorkflowRun.Intended run) =>
        1 + run.History.Records.Count(static record => record is RefusedRecord { Code: RefusedRecord.NeverArrived });

    // An operator who resumes a run that was parked for this start allows one more start, for this start only.
    private static bool IsResumed(WorkflowRun.Intended run) =>
        run.History.Records.Any(record => IsParkedAsUnknown(record) && record.Seq > run.Intent.Seq);

    private static bool IsParkedAsUnknown(RunRecord record) => record is ParkRecord { Reason: ParkRecord.StartUnknown };
}
