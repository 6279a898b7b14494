using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>The permits under a limit at the time of the count.</summary>
internal sealed record PermitCount(Limit Limit, IReadOnlyList<Permit> Permits)
{
    /// <summary>The other runs fill the limit. A run counts once, also when several of its claims have put a permit.</summary>
    public bool IsFullFor(RunId run) => Permits.Where(permit => permit.Run != run).DistinctBy(permit => permit.Run).Count() >= Limit.Max;

    public bool Holds(RunId run) => Permits.Any(permit => permit.Run == run);

    /// <summary>There is room for the run once the runs behind it have withdrawn. It is only a hint, because it depends on the clocks of OSS, to the second.</summary>
    /// <remarks>A run is not in front when a later claim has deleted its permit.</remarks>
    public bool IsInFront(RunId run) =>
        Permits.OrderBy(permit => (permit.At, permit.Key)).Select(permit => permit.Run).Distinct().Take(Limit.Max).Contains(run);

    /// <summary>Keys of the run's permits, by this claim and by earlier claims. The holder of an earlier claim can no longer start the run.</summary>
    public IEnumerable<string> GetKeys(WorkflowRun run) => Permits.Where(permit => permit.Run == run.Id && permit.Epoch <= run.Epoch).Select(permit => permit.Key);
}
