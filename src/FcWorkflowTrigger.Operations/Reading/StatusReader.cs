using System.Globalization;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Gates;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>The output of <c>status --json</c>.</summary>
/// <param name="Open">Runs that have not ended and are not parked, those that wait for a sidecar included.</param>
/// <param name="IsPersonNeeded">Runs are parked or overdue, or no sweep has ended for 15 minutes.</param>
/// <param name="Waiting">Those of the open runs that wait for a sidecar.</param>
/// <param name="Overdue">Those of the open runs whose tasks take longer than their rules expect.</param>
/// <param name="EndedToday">By state, since 00:00 UTC.</param>
/// <param name="OldestOpen">Its <c>at</c> is when it was claimed.</param>
/// <param name="LastSweep">Null when no sweep has recorded itself: none has ended yet, or an earlier version is deployed.</param>
/// <param name="CatchUp">One for each place that sweeps have looked through for missed events.</param>
internal sealed record StatusReport(
    DateTimeOffset At,
    string Cloud,
    bool IsPersonNeeded,
    int Open,
    int Waiting,
    int Overdue,
    int Parked,
    IReadOnlyDictionary<string, int> EndedToday,
    RunRow? OldestOpen,
    int Undelivered,
    IReadOnlyList<BudgetUse> Budgets,
    SweepReport? LastSweep,
    IReadOnlyList<CatchUpReport> CatchUp)
{
    /// <summary>What a person is needed for, in a few words each.</summary>
    public IEnumerable<string> DescribeNeeds()
    {
        if (Parked > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Parked:N0} parked");
        }

        if (Overdue > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Overdue:N0} overdue");
        }

        if (LastSweep is { } sweep && At - sweep.At > StatusReader.LongestWithoutSweep)
        {
            yield return $"no sweep for {Times.Format(At - sweep.At)}";
        }

        if (LastSweep is null && OldestOpen is { } open && At - open.At > StatusReader.LongestWithoutSweep)
        {
            yield return "no sweep has ended yet";
        }
    }
}

/// <summary>What the last sweep came to.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Version">Of the function that swept.</param>
/// <param name="IsComplete">False when it ended before it had visited every run that was due.</param>
internal sealed record SweepReport(DateTimeOffset At, string Version, int Seen, int Finished, int Recovered, int Parked, int Open, int Errors, bool IsComplete)
{
    public static SweepReport From(LastSweep sweep) =>
        new(sweep.At, sweep.Version, sweep.Seen, sweep.Finished, sweep.Recovered, sweep.Parked, sweep.Open, sweep.Errors, sweep.IsComplete);
}

/// <summary>How far sweeps have looked through one place for missed events.</summary>
/// <param name="Place"><c>oss://bucket/prefix</c>.</param>
/// <param name="Through">Objects modified until then have been looked at; null before the end of the first round.</param>
/// <param name="TakenAt">When an object was last found whose event had been missed; null for never.</param>
/// <param name="Failed">Objects that could not be looked at, and are tried again.</param>
internal sealed record CatchUpReport(string Place, DateTimeOffset? Through, DateTimeOffset? TakenAt, int Failed);

/// <summary>Reads how the whole deployment does, from the listings of the ledger.</summary>
internal sealed class StatusReader(CloudContext context, LedgerView view)
{
    /// <summary>The timer sweeps every five minutes. After three sweeps that are missing, lost callbacks are made up for by nobody.</summary>
    public static readonly TimeSpan LongestWithoutSweep = TimeSpan.FromMinutes(15);

    /// <param name="rules">For the limits of budgets; null when there is no rules file at hand.</param>
    public async Task<StatusReport> ReadAsync(RuleSet? rules, CancellationToken cancellationToken)
    {
        var budgets = new BudgetReader(view.Bucket, context.Retry);
        var now = context.Clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var runs = view.Catalog.ListAsync(today, null, cancellationToken);
        var undelivered = view.Bucket.ListAllAsync(context.Retry, $"{Marker.Undelivered}/", cancellationToken).CountAsync(cancellationToken).AsTask();
        var used = budgets.ReadAsync(rules, now, cancellationToken);
        var sweep = await new RunIndex(view.Bucket, context.Retry).ReadSweepAsync(cancellationToken);
        var counts = (await runs).CountBy(entry => entry.State).ToDictionary();
        var (parked, waiting, overdue) = (counts.GetValueOrDefault(RunStates.Parked), counts.GetValueOrDefault(RunStates.Waiting), counts.GetValueOrDefault(RunStates.Overdue));
        var oldest = (await runs).Where(entry => entry.Marker is not null).MinBy(entry => entry.Marker!.Value.Hour);
        var oldestRow = oldest is null ? null : await view.Listing.ReadAsync(oldest, cancellationToken);

        return new(
            now,
            context.Description,
            IsPersonNeeded: parked > 0 || overdue > 0 || now - sweep?.At > LongestWithoutSweep,
            counts.GetValueOrDefault(RunStates.Open) + waiting + overdue,
            waiting,
            overdue,
            parked,
            counts.Where(count => RunStates.IsEnd(count.Key)).ToDictionary(),
            oldestRow is null ? null : oldestRow with { At = oldestRow.ClaimedAt ?? oldestRow.At },
            await undelivered,
            await used,
            sweep is null ? null : SweepReport.From(sweep),
            [.. (await new CatchUpCursors(view.Bucket, context.Retry).ListAsync(cancellationToken)).Select(cursor => new CatchUpReport(cursor.Place, cursor.Through, cursor.TakenAt, cursor.Failed.Count))]);
    }
}
