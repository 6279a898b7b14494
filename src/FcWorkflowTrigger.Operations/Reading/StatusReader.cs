using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>The output of <c>status --json</c>.</summary>
/// <param name="Open">Runs that have not ended and are not parked, those that wait for a sidecar included.</param>
/// <param name="Waiting">Null when there are too many open runs to read each of them.</param>
/// <param name="EndedToday">By state, since 00:00 UTC.</param>
/// <param name="OldestOpen">Its <c>at</c> is when it was claimed.</param>
internal sealed record StatusReport(
    DateTimeOffset At,
    string Cloud,
    bool IsPersonNeeded,
    int Open,
    int? Waiting,
    int Parked,
    IReadOnlyDictionary<string, int> EndedToday,
    RunRow? OldestOpen,
    int Undelivered,
    IReadOnlyList<BudgetUse> Budgets);

/// <summary>Reads how the whole deployment does, from the listings of the ledger.</summary>
internal sealed class StatusReader(CloudContext context, LedgerView view)
{
    // With more open runs, reading each of them to find those that wait would cost too much for a glance.
    private const int MostOpenRead = 8;

    /// <param name="rules">For the limits of budgets; null when there is no rules file at hand.</param>
    /// <param name="progress">Told of each run that is read.</param>
    public async Task<StatusReport> ReadAsync(RuleSet? rules, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var budgets = new BudgetReader(view.Bucket, context.Retry);
        var now = context.Clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var parked = await view.Catalog.ListAsync(today, [RunStates.Parked], cancellationToken);
        var open = await view.Catalog.ListAsync(today, [RunStates.Open], cancellationToken);
        var ended = view.Catalog.ListAsync(today, EndEntry.States, cancellationToken);
        var undelivered = view.Bucket.ListAllAsync(context.Retry, $"{Marker.Undelivered}/", cancellationToken).CountAsync(cancellationToken).AsTask();
        var used = budgets.ReadAsync(rules, now, cancellationToken);
        var waiting = open.Count > MostOpenRead ? (int?)null : (await view.Listing.CountAsync(new([RunStates.Waiting], today), progress, cancellationToken)).GetValueOrDefault(RunStates.Waiting);
        var oldest = open.MinBy(entry => entry.Marker!.Value.Hour);
        var oldestRow = oldest is null ? null : await view.Listing.ReadAsync(oldest, cancellationToken);

        return new(
            now,
            context.Connection.IsLocal ? "the local cloud" : $"{context.Region}, {context.Connection.LedgerBucket}",
            IsPersonNeeded: parked.Count > 0,
            open.Count,
            waiting,
            parked.Count,
            (await ended).CountBy(entry => entry.State).ToDictionary(),
            oldestRow is null ? null : oldestRow with { At = oldestRow.ClaimedAt ?? oldestRow.At },
            await undelivered,
            await used);
    }
}
