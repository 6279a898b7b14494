using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Admits as many runs as the budgets allow and never one more, also when a process is frozen or dies.</summary>
/// <remarks>
/// Register, then count: a run puts its permit under every limit and then lists the permits, and OSS lists every permit that was put before.
/// Of the admitted runs, the one that listed last saw the permits of all of them, and counted no more than the limit. A permit is deleted only
/// when its run is over, by its own claim before an intent, or by a later claim. After a later claim the earlier claim cannot write an intent,
/// and the later claim has put its own permit before.
/// </remarks>
internal sealed class BudgetGate(Budgets budgets, PermitCounter counter, Permits permits, TimeProvider clock) : IDisposable
{
    // Runs that come at the same time see each other: the runs behind withdraw, and the runs in front count again.
    private const int MaxAttempts = 4;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan FullCountLifetime = TimeSpan.FromSeconds(5);

    // One run after the other, so that the runs of one sweep do not block each other.
    private readonly SemaphoreSlim _semaphore = new(1);
    private readonly Dictionary<string, (PermitCount Count, DateTimeOffset Until)> _fullLimits = [];

    public bool Governs(ClaimRecord claim) => budgets.Govern(claim.Rule);

    /// <summary>Puts the permits of the run and decides. Called once for each claim of a run, by the holder of the claim.</summary>
    public async Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var limits = budgets.GetLimits(run.Claim.Rule);
        var verdict = await RunExclusiveAsync(
            async () =>
            {
                await permits.PutAsync(GetKeys(run, limits), cancellationToken);
                return await TryDecideAsync(run, limits, isLast: false, cancellationToken);
            },
            cancellationToken);

        for (var attempt = 2; verdict is null; attempt++)
        {
            // Other runs may enter in the meantime.
            await Task.Delay(RetryDelay, clock, cancellationToken);
            var isLast = attempt == MaxAttempts;
            verdict = await RunExclusiveAsync(() => TryDecideAsync(run, limits, isLast, cancellationToken), cancellationToken);
        }

        return verdict;
    }

    /// <summary>Checks whether the run could enter, without putting a permit. It writes no record, so a run may wait for any time.</summary>
    public Task<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        RunExclusiveAsync(() => MayEnterAsync(run, budgets.GetLimits(run.Claim.Rule), cancellationToken), cancellationToken);

    public void Dispose() => _semaphore.Dispose();

    /// <returns>Null when the run has to count again.</returns>
    private async Task<GateVerdict?> TryDecideAsync(WorkflowRun.Claimed run, IReadOnlyList<Limit> limits, bool isLast, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(limits.Select(limit => counter.CountAsync(limit, run.Id, cancellationToken)));
        var full = counts.Where(count => count.IsFullFor(run.Id)).ToArray();
        var behind = full.Where(count => !count.IsInFront(run.Id)).ToArray();
        var own = GetKeys(run, limits);
        var earlier = counts.SelectMany(count => count.GetKeys(run)).Except(own);

        if (full.Length == 0)
        {
            // One permit is enough, and the intent names the permits of this claim.
            await permits.DeleteAsync(earlier, cancellationToken);
            return new GateVerdict.Open(own);
        }

        if (behind.Length == 0 && !isLast)
        {
            return null;
        }

        await permits.DeleteAsync([.. own, .. earlier], cancellationToken);

        // A run in front is within the limit: the runs behind it have not withdrawn yet. So it waits, also where runs over the limit are refused.
        return behind.Length == 0 ? CreateWait(full[0].Limit) : CreateVerdict((behind.FirstOrDefault(count => count.Limit.Refuses) ?? behind[0]).Limit);
    }

    private async Task<bool> MayEnterAsync(WorkflowRun.Claimed run, IReadOnlyList<Limit> limits, CancellationToken cancellationToken)
    {
        var may = true;

        foreach (var limit in limits)
        {
            var count = FindCachedCount(limit) ?? await CountAsync(limit, run.Id, cancellationToken);

            if (count.IsFullFor(run.Id))
            {
                // A run that will be refused must enter to get its refusal. A run with a permit of an earlier claim must enter to be admitted by it or to lose it.
                may &= limit.Refuses || count.Holds(run.Id);
            }
        }

        return may;
    }

    private async Task<PermitCount> CountAsync(Limit limit, RunId run, CancellationToken cancellationToken)
    {
        var count = await counter.CountAsync(limit, run, cancellationToken);

        // Only here: if each use of it prolonged it, a long sweep would never see that the budget has room again.
        if (count.IsFullFor(run))
        {
            _fullLimits[limit.Prefix] = (count, clock.GetUtcNow() + FullCountLifetime);
        }

        return count;
    }

    private PermitCount? FindCachedCount(Limit limit) => _fullLimits.TryGetValue(limit.Prefix, out var full) && clock.GetUtcNow() < full.Until ? full.Count : null;

    private static GateVerdict CreateVerdict(Limit limit) => limit.Refuses
        ? new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.OverBudget, Detail = limit.Description })
        : CreateWait(limit);

    private static GateVerdict.Waits CreateWait(Limit limit) => new($"budget, {limit.Description}");

    private static string[] GetKeys(WorkflowRun run, IReadOnlyList<Limit> limits) => [.. limits.Select(limit => limit.GetKey(run))];

    private async Task<T> RunExclusiveAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        // The wait is short: the work inside is a few calls with time limits of their own. With a token, the semaphore would leave the caller's context, and so the simulation.
        await _semaphore.WaitAsync(CancellationToken.None);

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await action();
        }
        finally
        {
            _semaphore.Release();
        }
    }
}
