using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Counts the runs under a limit, without the permits of runs that are over.</summary>
internal sealed class PermitCounter(Permits permits, RunJournal journal, TimeProvider clock)
{
    // A process that was frozen may put a permit after another process has ended the run. This is rare, and finding the permit can wait.
    private static readonly TimeSpan SuspectAge = TimeSpan.FromHours(1);
    private const int MaxSuspects = 4;

    public async Task<PermitCount> CountAsync(Limit limit, RunId run, CancellationToken cancellationToken)
    {
        var count = new PermitCount(limit, await permits.ListAsync(limit.Prefix, cancellationToken));

        return limit.CountsUnended && count.IsFullFor(run) && await DeleteAbandonedAsync(count.Permits, cancellationToken) is { Count: > 0 } abandoned
            ? count with { Permits = [.. count.Permits.Except(abandoned)] }
            : count;
    }

    /// <returns>The permits that were deleted because their runs are over.</returns>
    private async Task<IReadOnlyCollection<Permit>> DeleteAbandonedAsync(IReadOnlyList<Permit> held, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = held.Where(permit => permit.At + SuspectAge <= now).OrderBy(permit => permit.At).Select(permit => permit.Run).Distinct().ToArray();

        // The selection changes with time, so that long runs do not hide abandoned permits.
        var first = (int)(now.Ticks / (5 * TimeSpan.TicksPerMinute) % Math.Max(old.Length, 1));
        var suspects = Enumerable.Range(first, Math.Min(MaxSuspects, old.Length)).Select(index => old[index % old.Length]);
        var checks = await Task.WhenAll(suspects.Select(async run => (Run: run, IsAbandoned: await IsAbandonedAsync(run, cancellationToken))));
        var abandonedRuns = checks.Where(check => check.IsAbandoned).Select(check => check.Run).ToHashSet();
        var abandoned = held.Where(permit => abandonedRuns.Contains(permit.Run)).ToHashSet();
        await permits.DeleteAsync(abandoned.Select(permit => permit.Key), cancellationToken);
        return abandoned;
    }

    // The task of a run whose log is not whole may be running.
    private async Task<bool> IsAbandonedAsync(RunId run, CancellationToken cancellationToken) =>
        await journal.TryReadAsync(run, cancellationToken) is WorkflowRun.Unclaimed or { IsOver: true, IsStartUnknown: false };
}
