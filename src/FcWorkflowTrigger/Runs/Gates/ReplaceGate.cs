using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>
/// Keeps two runs of one object apart where one of them replaces the media asset: IMS deletes the asset, so no task may work on it and no
/// other run may be about to start one.
/// </summary>
/// <remarks>
/// Every run of an object takes the next place in the object's line before it registers the asset. A run that replaces takes its place once
/// no other run works; any other run takes its place once the newest holder has replaced the asset. Of two that look at the same moment
/// only one gets the place, and the other looks again.
/// </remarks>
internal sealed class ReplaceGate(IdenticalPlaces places, IRunLedger ledger, RunJournal journal, RuleSet rules, ILogger<ReplaceGate> logger, TimeProvider clock)
{
    // No rule has this name: the line of an object is one for all rules.
    private const string AllRules = "";

    // A run that was not written to for so long has no task that is worth the reads.
    private static readonly TimeSpan LongestTask = TimeSpan.FromDays(7);

    // Between the clock of a claim and the clock of OSS. Both are OSS's own time, as a process last learned it.
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(15);

    // A disabled rule counts: a run that it began may still wait.
    private readonly bool _anyReplaces = rules.Rules.Any(rule => rule.OnReupload == RuleChoices.Replace);

    private static bool Replaces(ClaimRecord claim) => claim is { Plan.Overwrite: true };

    /// <summary>Where no rule replaces assets, the gate costs no request.</summary>
    public bool Governs(ClaimRecord claim) => _anyReplaces || Replaces(claim);

    /// <summary>Idempotent: asked again before each registration, because another run may have come since.</summary>
    public async Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The end of the line is read first: a run that takes its place after this makes ours fail.
            var line = await places.ListAsync(run.Id, AllRules, cancellationToken);

            if (await JudgeAsync(run, line, cancellationToken) is { } verdict)
            {
                return verdict;
            }

            if (await places.TryTakeAsync(run.Id, AllRules, line is [.., var last] ? last.Number + 1 : 0, cancellationToken))
            {
                return GateVerdict.Open.Uncounted;
            }
        }
    }

    /// <summary>The same, without taking a place.</summary>
    public async Task<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        await JudgeAsync(run, await places.ListAsync(run.Id, AllRules, cancellationToken), cancellationToken) is not GateVerdict.Waits;

    /// <returns>Null when the run may take the next place.</returns>
    private async Task<GateVerdict?> JudgeAsync(
        WorkflowRun.Claimed run, IReadOnlyList<IdenticalPlaces.TakenPlace> line, CancellationToken cancellationToken)
    {
        var newest = line is [.., var last] ? await places.FindHolderAsync(run.Id, AllRules, last.Number, cancellationToken) : null;

        return newest == run.Id ? GateVerdict.Open.Uncounted
            : Replaces(run.Claim) ? await FindWorkingAsync(run, line, cancellationToken)
            : newest is { } holder ? await WaitWhileReplacingAsync(run, holder, cancellationToken)
            : null;
    }

    // Once its start is on its way, its asset is the new one.
    private async Task<GateVerdict?> WaitWhileReplacingAsync(WorkflowRun.Claimed run, RunId holder, CancellationToken cancellationToken) =>
        await TryReadAsync(holder, run, cancellationToken) is null or WorkflowRun.Claimed { Claim.Plan.Overwrite: true }
            ? new GateVerdict.Waits($"run {holder}, which replaces the media asset")
            : null;

    private async Task<GateVerdict?> FindWorkingAsync(
        WorkflowRun.Claimed run, IReadOnlyList<IdenticalPlaces.TakenPlace> line, CancellationToken cancellationToken)
    {
        var claimed = new Dictionary<RunId, DateTimeOffset>();

        foreach (var other in await ledger.ListRunsForKeyAsync(run.Id, clock.GetUtcNow() - LongestTask, cancellationToken))
        {
            var state = other == run.Id ? run : await TryReadAsync(other, run, cancellationToken);

            if (state is null || MayHaveTask(state))
            {
                return WaitsFor(other, state, run);
            }

            if (state is WorkflowRun.Claimed && other != run.Id)
            {
                claimed.Add(other, state.History.Records[0].At);
            }
        }

        if (claimed.Count == 0)
        {
            return null;
        }

        // A claimed run works only if it has a place; the others wait themselves. It took the place after its claim, so older places are not read.
        var since = claimed.Values.Min() - MaxClockDifference;

        foreach (var place in line.Where(place => place.At >= since).Reverse())
        {
            if (await places.FindHolderAsync(run.Id, AllRules, place.Number, cancellationToken) is { } holder && claimed.ContainsKey(holder))
            {
                return WaitsFor(holder, null, run);
            }
        }

        return null;
    }

    private static bool MayHaveTask(WorkflowRun run) =>
        run is WorkflowRun.Intended or WorkflowRun.Started or WorkflowRun.Parked { Held: WorkflowRun.Intended or WorkflowRun.Started };

    private GateVerdict.Waits WaitsFor(RunId other, WorkflowRun? state, WorkflowRun.Claimed run)
    {
        if (state is WorkflowRun.Parked)
        {
            ReplaceGateLog.WaitsForParked(logger, run, other);
        }

        return new($"the end of run {other}, whose task may work on the media asset");
    }

    /// <returns>Null when the log of the other run is not whole: it may have a task.</returns>
    private async Task<WorkflowRun?> TryReadAsync(RunId other, WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.ReadAsync(other, cancellationToken);
        }
        catch (LedgerIncompleteException)
        {
            StartLog.WaitsForIncomplete(logger, run, other);
            return null;
        }
    }
}
