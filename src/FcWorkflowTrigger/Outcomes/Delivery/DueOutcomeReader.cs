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

    // Only listed, so that the newest of them are read.
    private const int MaxNew = 20_000;

    // How often an outcome that no receiver takes is read again.
    private static readonly TimeSpan Unclaimed = TimeSpan.FromDays(1);

    // Every outcome that is younger than three sweeps is among the new ones.
    private static readonly TimeSpan New = TimeSpan.FromMinutes(15);

    /// <param name="sinks">All sinks. What none of them takes is read again once a day, in case its receiver is there again.</param>
    /// <param name="stopAt">After this time no further outcome is read; the next sweep reads it.</param>
    public async Task<IReadOnlyList<DueOutcome>> ReadAsync(IReadOnlyList<IOutcomeSink> sinks, DateTimeOffset stopAt, CancellationToken cancellationToken)
    {
        var due = new ConcurrentQueue<DueOutcome>();
        var gone = new ConcurrentDictionary<RunId, bool>();

        // The ends of one run share their record.
        var records = new ConcurrentDictionary<RunId, Lazy<Task<DeliveryRecord>>>();

        await MarkerWalk.ForEachAsync(
            (await ListAsync(stopAt, cancellationToken)).ToAsyncEnumerable(),
            marker => OutcomeIsolation.RunAsync(logger, marker, () => ReadAsync(marker), cancellationToken),
            stopAt,
            clock);

        return [.. due];

        async Task ReadAsync(Marker marker)
        {
            if (await FindAsync(marker, cancellationToken) is { } outcome)
            {
                IOutcomeSink[] takers = [.. sinks.Where(sink => sink.Takes(outcome))];

                if (takers.Length > 0)
                {
                    var record = await records.GetOrAdd(marker.Run, run => new(() => DeliveryRecord.ReadAsync(outbox, run, cancellationToken))).Value;
                    due.Enqueue(new(marker, outcome, record, takers));
                }
                else
                {
                    await outbox.RescheduleAsync(marker, clock.GetUtcNow() + Unclaimed, cancellationToken);
                }

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

    /// <summary>Lists what to read, in this order: the newest outcome, the oldest one, the second newest, and so on.</summary>
    /// <remarks>
    /// What waits for a receiver that does not answer stays, and may be more than one sweep can read. New outcomes, which the other
    /// receivers wait for, must not come after all of that; nor may the old ones wait until no new ones come.
    /// </remarks>
    private async Task<IEnumerable<Marker>> ListAsync(DateTimeOffset stopAt, CancellationToken cancellationToken)
    {
        var oldest = await ToListAsync(outbox.ListDueAsync(cancellationToken).Take(MaxOutcomes), stopAt);

        // A listing that was cut may not have come to the new ones of any shard.
        var newest = oldest.Count < MaxOutcomes ? oldest : await ToListAsync(outbox.ListDueAsync(clock.GetUtcNow() - New, cancellationToken).Take(MaxNew), stopAt);

        return newest
            .OrderByDescending(listed => listed.PutAt)
            .Zip(oldest)
            .SelectMany(pair => new[] { pair.First, pair.Second })
            .Concat(oldest)
            .Select(listed => listed.Marker)
            .Distinct()
            .Take(MaxOutcomes);
    }

    // Not the framework's ToListAsync: it leaves the context of its caller, and the simulation decides the order of everything in that context.
    private async Task<List<ListedMarker>> ToListAsync(IAsyncEnumerable<ListedMarker> markers, DateTimeOffset stopAt)
    {
        var listed = new List<ListedMarker>();

        await foreach (var marker in markers)
        {
            listed.Add(marker);

            if (clock.GetUtcNow() >= stopAt)
            {
                break;
            }
        }

        return listed;
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
