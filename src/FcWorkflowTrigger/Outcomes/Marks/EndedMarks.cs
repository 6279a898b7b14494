using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Marks;

/// <summary>Reads from the ledger what the ended runs of one object say about it. So the order in which deliveries arrive decides nothing.</summary>
internal sealed class EndedMarks(IRunLedger ledger, RunJournal journal)
{
    /// <summary>How far the time of a record and OSS's time of the object that holds it may lie apart.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(10);

    /// <summary>The ends that may be later than this one, and this one, oldest first. One request where there is no other run of the key.</summary>
    public Task<IReadOnlyList<Outcome>> ReadSinceAsync(Outcome own, CancellationToken cancellationToken) =>
        ReadAsync(own, own.Timestamp - ClockMargin, cancellationToken);

    /// <summary>All ends with a mark of the runs of the object, this one too, oldest first. Runs whose records have expired are not among them.</summary>
    public Task<IReadOnlyList<Outcome>> ReadAllAsync(Outcome own, CancellationToken cancellationToken) =>
        ReadAsync(own, DateTimeOffset.MinValue, cancellationToken);

    private async Task<IReadOnlyList<Outcome>> ReadAsync(Outcome own, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var ends = new List<Outcome> { own };
        _ = RunId.TryParse(own.Data.Run.Id, out var id);

        foreach (var run in await ledger.ListRunsForKeyAsync(id, since, cancellationToken))
        {
            if (run != id && await FindEndAsync(run, cancellationToken) is { } end)
            {
                ends.Add(end);
            }
        }

        return [.. ends.OrderBy(end => end.Timestamp).ThenBy(end => end.Data.Run.Id, StringComparer.Ordinal)];
    }

    private async Task<Outcome?> FindEndAsync(RunId run, CancellationToken cancellationToken) => await journal.TryReadAsync(run, cancellationToken) is { } read
        ? OutcomeFactory.Create(read.History).LastOrDefault(outcome => outcome.ObjectTags is not null)
        : null;
}
