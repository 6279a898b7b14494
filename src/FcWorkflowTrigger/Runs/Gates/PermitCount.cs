using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Who held a place under a limit when it was counted.</summary>
internal sealed record PermitCount(Limit Limit, IReadOnlyList<Permit> Permits)
{
    /// <summary>The others leave no room. A run counts once, however many of its claims have put a permit.</summary>
    public bool IsFullFor(RunId run) => Permits.Where(permit => permit.Run != run).DistinctBy(permit => permit.Run).Count() >= Limit.Most;

    public bool Holds(RunId run) => Permits.Any(permit => permit.Run == run);

    /// <summary>So few others came before it that, once those behind have gone, there is room. A hint: seconds and clocks of OSS decide it.</summary>
    /// <remarks>A run whose permit a later claim of it has taken away is nowhere.</remarks>
    public bool IsInFront(RunId run) =>
        Permits.OrderBy(permit => (permit.At, permit.Key)).Select(permit => permit.Run).Distinct().Take(Limit.Most).Contains(run);

    /// <summary>Keys of this run's permits, of this claim and of those before it: whoever put them can no longer start anything.</summary>
    public IEnumerable<string> KeysOf(WorkflowRun run) => Permits.Where(permit => permit.Run == run.Id && permit.Epoch <= run.Epoch).Select(permit => permit.Key);
}
