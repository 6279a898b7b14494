using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Finds out what became of a start whose outcome was not recorded.</summary>
/// <remarks>
/// Every copy of the request carries the intent's date, so the gateway refuses those that come after <see cref="IntentRecord.NotAfter"/>;
/// an accepted one shows in IMS's list a little later. Only a look after both instants proves by finding nothing that nothing was started.
/// IMS's list may still be wrong. So the number of starts that may vanish is bounded, whatever the list shows.
/// </remarks>
internal sealed class UnknownStartResolver(
    TaskLookup lookup,
    StartRecorder recording,
    RunJournal journal,
    RunDeadlines deadlines,
    StartOptions options,
    ILogger<UnknownStartResolver> logger,
    TimeProvider clock)
{
    /// <returns>Started, when the list shows the task; Claimed or Parked when there is none for certain, or no time left to know; else as it was.</returns>
    public async Task<WorkflowRun> SettleAsync(WorkflowRun.Intended run, Invocation invocation, CancellationToken cancellationToken)
    {
        // Read before looking: a look that began too early proves nothing.
        var certain = clock.GetUtcNow() >= run.Intent.NotAfter + options.ClockSkew + options.ListLag;

        return await LookAsync(run, certain, cancellationToken) switch
        {
            TaskSearch.Found { Task: var task } => await RecordAsync(run, task.TaskId, invocation, cancellationToken),
            TaskSearch.Absent when certain => await GiveUpGenerationAsync(run, MayBeSentAgain(run), invocation, cancellationToken),
            TaskSearch.Doubtful { TaskId: var task } when certain => await LeaveInDoubtAsync(run, task, invocation, cancellationToken),
            TaskSearch.Incomplete { Why: var why } => await LookLaterAsync(run, why, certain, invocation, cancellationToken),
            _ => run,
        };
    }

    /// <returns>The first look that did not find the list empty; else the last.</returns>
    private async Task<TaskSearch> LookAsync(WorkflowRun.Intended run, bool certain, CancellationToken cancellationToken)
    {
        var found = await LookOnceAsync(run, certain, cancellationToken);

        for (var look = 1; look < (certain ? options.EmptyLooks : 1) && found is TaskSearch.Absent; look++)
        {
            // One copy of the list that lags is not to answer both.
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
            // Until then the failure is the caller's, who comes back; a list that nobody can read for so long is a person's.
            return new TaskSearch.Incomplete(failure.Message);
        }
    }

    private async Task<WorkflowRun> RecordAsync(WorkflowRun.Intended run, string taskId, Invocation invocation, CancellationToken cancellationToken)
    {
        StartLog.Found(logger, run.Id, taskId);
        var found = new StartedRecord { Gen = run.Intent.Gen, TaskId = taskId, How = StartedRecord.ByLookup };
        return await recording.TryRecordAsync(run, found, invocation, cancellationToken) ?? await journal.ReadAsync(run.Id, cancellationToken);
    }

    private async Task<WorkflowRun> LeaveInDoubtAsync(WorkflowRun.Intended run, string taskId, Invocation invocation, CancellationToken cancellationToken)
    {
        UnknownStartLog.Doubtful(logger, run.Id, taskId);
        return await GiveUpGenerationAsync(run, IsResumed(run), invocation, cancellationToken);
    }

    private async Task<WorkflowRun> LookLaterAsync(
        WorkflowRun.Intended run, string why, bool certain, Invocation invocation, CancellationToken cancellationToken)
    {
        UnknownStartLog.Incomplete(logger, run.Id, why);
        return certain && deadlines.IsOverdue(run)
            ? await journal.ParkAsync(run, ParkRecord.StartUnknown, logger, invocation, cancellationToken)
            : run;
    }

    private async Task<WorkflowRun> GiveUpGenerationAsync(WorkflowRun.Intended run, bool sendAgain, Invocation invocation, CancellationToken cancellationToken)
    {
        StartLog.NeverArrived(logger, run.Id, run.Intent.Gen, sendAgain ? "the next is opened" : "the run is parked");

        if (!sendAgain)
        {
            return await journal.ParkAsync(run, ParkRecord.StartUnknown, logger, invocation, cancellationToken);
        }

        var refused = new RefusedRecord { Gen = run.Intent.Gen, Code = RefusedRecord.NeverArrived };
        return await journal.RecordOrReadAsync(run, refused, invocation, cancellationToken);
    }

    // Once a person has had to decide about a start of this run, each further start is a person's decision too.
    private bool MayBeSentAgain(WorkflowRun.Intended run) =>
        IsResumed(run)
        || (options.Policy == StartPolicy.Resend && !run.History.Records.Any(IsParkedInDoubt) && Vanished(run) < options.VanishedStarts && !deadlines.IsOverdue(run));

    /// <summary>How many starts of the run have vanished, the last one included.</summary>
    private static int Vanished(WorkflowRun.Intended run) =>
        1 + run.History.Records.Count(static record => record is RefusedRecord { Code: RefusedRecord.NeverArrived });

    // A person who resumes a run parked for this very start has decided that another may be sent; for this start, and no later one.
    private static bool IsResumed(WorkflowRun.Intended run) =>
        run.History.Records.Any(record => IsParkedInDoubt(record) && record.Seq > run.Intent.Seq);

    private static bool IsParkedInDoubt(RunRecord record) => record is ParkRecord { Reason: ParkRecord.StartUnknown };
}
