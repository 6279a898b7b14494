using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Lets in as many runs as the budgets allow, and never one more, whatever stands still or dies.</summary>
/// <remarks>
/// Register, then count: a run puts its permit under every limit and then lists them, which OSS answers with everything put before. Of any
/// runs let in, the one that listed last saw the permits of all, and counted no more than the limit. A permit goes only when its run is over,
/// by its own claim before any intent, or by a later claim, which ends the earlier one's chance of an intent and has put its own before.
/// </remarks>
internal sealed class BudgetGate(Budgets budgets, PermitCounter counter, Permits permits, TimeProvider clock) : IDisposable
{
    // Runs that come together each see all the others: those behind go, and those in front look again.
    private const int Looks = 4;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan MemoryOfFull = TimeSpan.FromSeconds(5);

    // One after the other, so that the visits of one sweep do not push each other out.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, (PermitCount Count, DateTimeOffset Until)> _full = [];

    public bool Governs(ClaimRecord claim) => budgets.Govern(claim.Rule);

    /// <summary>Asks to be counted. Once for each claim of a run, by the claim's own holder.</summary>
    public async Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var limits = budgets.For(run.Claim.Rule);
        var verdict = await InTurnAsync(
            async () =>
            {
                await permits.PutAsync(KeysOf(run, limits), cancellationToken);
                return await LookAsync(run, limits, isLast: false, cancellationToken);
            },
            cancellationToken);

        for (var look = 2; verdict is null; look++)
        {
            // The turn is others' meanwhile.
            await Task.Delay(BetweenLooks, clock, cancellationToken);
            var isLast = look == Looks;
            verdict = await InTurnAsync(() => LookAsync(run, limits, isLast, cancellationToken), cancellationToken);
        }

        return verdict;
    }

    /// <summary>Looks, without asking to be counted, whether asking has a point. Costs no record, so a run may wait for any time.</summary>
    public Task<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        InTurnAsync(() => MayEnterAsync(run, budgets.For(run.Claim.Rule), cancellationToken), cancellationToken);

    public void Dispose() => _turn.Dispose();

    /// <returns>Null when it is to look again.</returns>
    private async Task<GateVerdict?> LookAsync(WorkflowRun.Claimed run, IReadOnlyList<Limit> limits, bool isLast, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(limits.Select(limit => counter.CountAsync(limit, run.Id, cancellationToken)));
        var full = counts.Where(count => count.IsFullFor(run.Id)).ToArray();
        var behind = full.Where(count => !count.IsInFront(run.Id)).ToArray();
        var own = KeysOf(run, limits);
        var earlier = counts.SelectMany(count => count.KeysOf(run)).Except(own);

        if (full.Length == 0)
        {
            // One place is enough, and an intent names this claim's.
            await permits.DeleteAsync(earlier, cancellationToken);
            return new GateVerdict.Open(own);
        }

        if (behind.Length == 0 && !isLast)
        {
            return null;
        }

        await permits.DeleteAsync([.. own, .. earlier], cancellationToken);

        // In front, it is not beyond the limit: those behind it have not gone yet. So it waits, even where the rest is refused.
        return behind.Length == 0 ? Waits(full[0].Limit) : Beyond((behind.FirstOrDefault(count => count.Limit.Refuses) ?? behind[0]).Limit);
    }

    private async Task<bool> MayEnterAsync(WorkflowRun.Claimed run, IReadOnlyList<Limit> limits, CancellationToken cancellationToken)
    {
        var may = true;

        foreach (var limit in limits)
        {
            var count = Remembered(limit) ?? await counter.CountAsync(limit, run.Id, cancellationToken);

            if (count.IsFullFor(run.Id))
            {
                _full[limit.Prefix] = (count, clock.GetUtcNow() + MemoryOfFull);

                // A run to be refused must come to be told; one that an earlier claim left a permit to must come to lose it, or be let in by it.
                may &= limit.Refuses || count.Holds(run.Id);
            }
        }

        return may;
    }

    private PermitCount? Remembered(Limit limit) => _full.TryGetValue(limit.Prefix, out var full) && clock.GetUtcNow() < full.Until ? full.Count : null;

    private static GateVerdict Beyond(Limit limit) => limit.Refuses
        ? new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.OverBudget, Detail = limit.Says })
        : Waits(limit);

    private static GateVerdict.Waits Waits(Limit limit) => new($"budget, {limit.Says}");

    private static string[] KeysOf(WorkflowRun run, IReadOnlyList<Limit> limits) => [.. limits.Select(limit => limit.KeyOf(run))];

    private async Task<T> InTurnAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        // Never long: a turn is a few calls that end by themselves. With a token the semaphore would leave the caller's context, and so the simulation.
        await _turn.WaitAsync(CancellationToken.None);

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await ask();
        }
        finally
        {
            _turn.Release();
        }
    }
}
