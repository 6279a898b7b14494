using System.Buffers.Text;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Writes down what has happened to a run, signed with who, when and in which place.</summary>
internal sealed class RunJournal(IRunLedger ledger, TimeProvider clock)
{
    /// <summary>Adds a record to a run that still stands as given.</summary>
    /// <returns>The run with the record; null when somebody else moved it first, and ours is nowhere.</returns>
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

        // Folded before it is written: what the next reader could not fold must never reach the ledger.
        _ = run.Next(signed, run.History);

        return await ledger.TryAppendAsync(run.History, signed, cancellationToken) switch
        {
            Append.Won won => run.Next(signed, won.History),
            Append.Lost => null,
            var unknown => throw new InvalidOperationException($"No story continues after {unknown}."),
        };
    }

    /// <summary>The same, for whoever has nothing else to do where somebody else was first.</summary>
    /// <returns>The run with the record; or whatever somebody else has made of it meanwhile.</returns>
    public async Task<WorkflowRun> RecordOrReadAsync(WorkflowRun run, RunRecord record, Invocation invocation, CancellationToken cancellationToken) =>
        await TryRecordAsync(run, record, invocation, cancellationToken) ?? await ReadAsync(run.Id, cancellationToken);

    public async Task<WorkflowRun> ReadAsync(RunId run, CancellationToken cancellationToken) =>
        WorkflowRun.From(await ledger.ReadAsync(run, cancellationToken));

    private static RunRecord WithLease(RunRecord record, Invocation invocation) =>
        record is ClaimRecord claim ? claim with { Lease = invocation.LeaseSeconds } : record;
}
