using System.Collections.Concurrent;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Reads the outcomes that are due, with the state of their deliveries.</summary>
internal sealed class DueOutcomeReader(Outbox outbox, RunJournal journal, ILogger<DueOutcomeReader> logger, TimeProvider clock)
{
    // All due outcomes are read before the first is delivered, so they must fit into memory. The next sweep begins with another shard.
    private const int MaxOutcomes = 5000;

    /// <param name="sinks">The number of sinks that each outcome is delivered to.</param>
    /// <param name="stopAt">After this time no further outcome is read; the next sweep reads it.</param>
    public async Task<IReadOnlyList<DueOutcome>> ReadAsync(int sinks, DateTimeOffset stopAt, CancellationToken cancellationToken)
    {
        var due = new ConcurrentQueue<DueOutcome>();
        var gone = new ConcurrentDictionary<RunId, bool>();

        // The ends of one run share their record.
        var records = new ConcurrentDictionary<RunId, Lazy<Task<DeliveryRecord>>>();

        await MarkerWalk.ForEachAsync(
            outbox.ListDueAsync(cancellationToken).Take(MaxOutcomes),
            marker => OutcomeIsolation.RunAsync(logger, marker, () => ReadAsync(marker), cancellationToken),
            stopAt,
            clock);

        return [.. due];

        async Task ReadAsync(Marker marker)
        {
            if (await FindAsync(marker, cancellationToken) is { } outcome)
            {
                var record = await records.GetOrAdd(marker.Run, run => new(() => DeliveryRecord.ReadAsync(outbox, run, cancellationToken))).Value;
                due.Enqueue(new(marker, outcome, record, sinks));
                return;
            }

            await outbox.RescheduleAsync(marker, null, cancellationToken);

            // After the deletion, and once for all ends of the run, so that the line does not come again in each sweep.
            if (gone.TryAdd(marker.Run, true))
            {
                OutcomeLog.RecordsGone(logger, marker.Run);
            }
        }
    }

    /// <returns>Null when records of the run were deleted, so the outcome cannot be delivered.</returns>
    /// <exception cref="InvalidDataException">The marker names a record that is not an end.</exception>
    private async Task<Outcome?> FindAsync(Marker marker, CancellationToken cancellationToken)
    {
        try
        {
            var run = await journal.ReadAsync(marker.Run, cancellationToken);

            // Other ends of the run have markers of their own.
            return OutcomeFactory.Create(run.History).SingleOrDefault(outcome => outcome.Data.Run.Seq == marker.End)
                ?? (run is WorkflowRun.Unclaimed
                    ? null
                    : throw new InvalidDataException(
                        $"OUTCOME-UNKNOWN: record {marker.End} of run {marker.Run} is not an end of the run. The delivery waits; keep the records of the run and report this error."));
        }
        catch (LedgerIncompleteException lost) when (lost.Run == marker.Run)
        {
            return null;
        }
    }
}
