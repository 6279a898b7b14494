using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>Everything recorded of one run, oldest first, and the place the next record goes.</summary>
/// <param name="Tail">The ledger's own measure of that place: records in slots mode, bytes in append mode.</param>
internal sealed record RunLog(RunId Id, IReadOnlyList<RunRecord> Records, long Tail)
{
    public static RunLog Empty(RunId id) => new(id, [], 0);

    public RunLog With(RunRecord record, long tail) => new(Id, [.. Records, record], tail);
}
