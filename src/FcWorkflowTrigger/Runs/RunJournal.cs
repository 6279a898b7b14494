using System.Buffers.Text;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Records what has happened to a run, with the writer, the time and the place in the log.</summary>
internal sealed class RunJournal(IRunLedger ledger, TimeProvider clock)
{
    /// <summary>Adds a record to a run, if the run has not changed since it was read.</summary>
    /// <returns>The run with the record; null when another invocation changed the run first, so the record was not written.</returns>
    public async Task<WorkflowRun?> TryRecordAsync(WorkflowRun run, RunRecord record, Invocation invocation, CancellationToken cancellationToken)
    {
        var signed = WithLease(record, invocation) with
        {
            Seq = run.History.Records.Count,
            Epoch = record is ClaimRecord ? run.Epoch + 1 : run.Epoch,
            Nonce = Base64Url.EncodeToString(Guid.NewGuid().ToByteArray()),
            At = clock.GetUtcNow(),
            By = invocation.By,
        };

        // Applied before it is written, so that a record that a reader could not apply never reaches the ledger.
        _ = run.Apply(signed, run.History);

        return await ledger.TryAppendAsync(run.History, signed, cancellationToken) switch
        {
            Append.Won won => run.Apply(signed, won.History),
            Append.Lost => null,
            var unknown => throw new InvalidOperationException($"The append result {unknown} is not handled."),
        };
    }

    /// <summary>Adds a record, or reads the run when another invocation changed it first.</summary>
    /// <returns>The run with the record; or the run's new state, when another invocation has changed it.</returns>
    public async Task<WorkflowRun> RecordOrReadAsync(WorkflowRun run, RunRecord record, Invocation invocation, CancellationToken cancellationToken) =>
        await TryRecordAsync(run, record, invocation, cancellationToken) ?? await ReadAsync(run.Id, cancellationToken);

    public async Task<WorkflowRun> ReadAsync(RunId run, CancellationToken cancellationToken) =>
        WorkflowRun.From(await ledger.ReadAsync(run, cancellationToken));

    /// <summary>The same for a caller who decides otherwise where records of the run were deleted.</summary>
    /// <returns>Null when the log of the run is not whole: what has become of the run is not known.</returns>
    public async Task<WorkflowRun?> TryReadAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(run, cancellationToken);
        }
        catch (LedgerIncompleteException)
        {
            return null;
        }
    }

    private static RunRecord WithLease(RunRecord record, Invocation invocation) =>
        record is ClaimRecord claim ? claim with { Lease = invocation.LeaseSeconds } : record;
}
