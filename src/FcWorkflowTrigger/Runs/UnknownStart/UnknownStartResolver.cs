using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.UnknownStart;

/// <summary>Finds out what became of a start whose outcome nobody recorded.</summary>
/// <remarks>
/// Every copy of the request carries the intent's date, so the gateway refuses those that come after <see cref="IntentRecord.NotAfter"/>;
/// an accepted one shows in IMS's list a little later. Only a look after both instants proves by finding nothing that nothing was started.
/// </remarks>
internal sealed class UnknownStartResolver(
    TaskLookup lookup,
    StartRecorder recording,
    RunJournal journal,
    StartOptions options,
    ILogger<UnknownStartResolver> logger,
    TimeProvider clock)
{
    /// <returns>Started, when the list shows the task; Claimed or Parked, by policy, when there is none for certain; else as it was.</returns>
    public async Task<WorkflowRun> SettleAsync(WorkflowRun.Intended run, Invocation invocation, CancellationToken cancellationToken)
    {
        // Read before looking: a look that began too early proves nothing.
        var certain = clock.GetUtcNow() >= run.Intent.NotAfter + options.ClockSkew + options.ListLag;

        for (var look = 0; look < (certain ? options.EmptyLooks : 1); look++)
        {
            if (look > 0)
            {
                // One copy of the list that lags is not to answer both.
                await Task.Delay(options.LooksApart, clock, cancellationToken);
            }

            if (await lookup.FindAsync(run, cancellationToken) is { } task)
            {
                var found = new StartedRecord { Gen = run.Intent.Gen, TaskId = task.TaskId, How = StartedRecord.ByLookup };
                StartLog.Found(logger, run.Id, task.TaskId);
                return await recording.TryRecordAsync(run, found, invocation, cancellationToken) ?? await journal.ReadAsync(run.Id, cancellationToken);
            }
        }

        return certain ? await GiveUpGenerationAsync(run, invocation, cancellationToken) : run;
    }

    private async Task<WorkflowRun> GiveUpGenerationAsync(WorkflowRun.Intended run, Invocation invocation, CancellationToken cancellationToken)
    {
        var resend = options.Policy == StartPolicy.Resend || IsResumed(run);
        StartLog.NeverArrived(logger, run.Id, run.Intent.Gen, resend ? "the next is opened" : "the run is parked");

        if (!resend)
        {
            return await journal.ParkAsync(run, ParkRecord.StartUnknown, logger, invocation, cancellationToken);
        }

        var refused = new RefusedRecord { Gen = run.Intent.Gen, Code = RefusedRecord.NeverArrived };
        return await journal.RecordOrReadAsync(run, refused, invocation, cancellationToken);
    }

    // Whoever resumes a run parked for this very start has decided that another may be sent; for this start, and no later one.
    private static bool IsResumed(WorkflowRun.Intended run) =>
        run.History.Records.Any(record => record is ParkRecord { Reason: ParkRecord.StartUnknown } && record.Seq > run.Intent.Seq);
}
