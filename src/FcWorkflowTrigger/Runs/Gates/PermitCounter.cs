using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Counts the runs under a limit, and leaves out those that only seem to hold a place.</summary>
internal sealed class PermitCounter(Permits permits, RunJournal journal, TimeProvider clock)
{
    // A process that stood still may put a permit after its run has ended elsewhere. There are few such, and no hurry to find them.
    private static readonly TimeSpan BeyondSuspicion = TimeSpan.FromHours(1);
    private const int Suspects = 4;

    public async Task<PermitCount> CountAsync(Limit limit, RunId run, CancellationToken cancellationToken)
    {
        var count = new PermitCount(limit, await permits.ListAsync(limit.Prefix, cancellationToken));

        return limit.CountsUnended && count.IsFullFor(run) && await LeftBehindAsync(count.Permits, cancellationToken) is { Count: > 0 } left
            ? count with { Permits = [.. count.Permits.Except(left)] }
            : count;
    }

    /// <returns>The permits that were taken away because their runs are over.</returns>
    private async Task<IReadOnlyCollection<Permit>> LeftBehindAsync(IReadOnlyList<Permit> held, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = held.Where(permit => permit.At + BeyondSuspicion <= now).OrderBy(permit => permit.At).Select(permit => permit.Run).Distinct().ToArray();

        // Others as time goes by, so that long runs do not hide the ones left behind.
        var first = (int)(now.Ticks / (5 * TimeSpan.TicksPerMinute) % Math.Max(old.Length, 1));
        var suspects = Enumerable.Range(first, Math.Min(Suspects, old.Length)).Select(index => old[index % old.Length]);
        var looked = await Task.WhenAll(suspects.Select(async run => (Run: run, IsLeft: await IsLeftAsync(run, cancellationToken))));
        var over = looked.Where(look => look.IsLeft).Select(look => look.Run).ToHashSet();
        var left = held.Where(permit => over.Contains(permit.Run)).ToHashSet();
        await permits.DeleteAsync(left.Select(permit => permit.Key), cancellationToken);
        return left;
    }

    private async Task<bool> IsLeftAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.ReadAsync(run, cancellationToken) is WorkflowRun.Unclaimed or { IsOver: true, IsInDoubt: false };
        }
        catch (LedgerIncompleteException)
        {
            // Its task may be running.
            return false;
        }
    }
}
