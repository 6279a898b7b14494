using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Everything recorded of one run, oldest first, and the place the next record goes.</summary>
/// <param name="Tail">The ledger's own measure of that place: records in slots mode, bytes in append mode.</param>
internal sealed record RunHistory(RunId Id, IReadOnlyList<RunRecord> Records, long Tail)
{
    public static RunHistory Empty(RunId id) => new(id, [], 0);

    /// <summary>The tags that the object of the run gets when the run has ended, not filled yet; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Mark => Records.OfType<ClaimRecord>().LastOrDefault()?.Plan?.Mark;

    /// <summary>A start of the run was about to be sent, at least once.</summary>
    public bool HasIntent => Records.Any(static record => record is IntentRecord);

    public RunHistory With(RunRecord record, long tail) => new(Id, [.. Records, record], tail);
}
