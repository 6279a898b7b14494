using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>A run that IMS has taken: what was sent, and which task came of it.</summary>
internal sealed record StartedRun(RunId Run, ClaimRecord Claim, IntentRecord Intent, StartedRecord Started)
{
    /// <returns>Null when the records tell of no start.</returns>
    public static StartedRun? From(RunId run, IReadOnlyList<RunRecord> records) =>
        records.OfType<StartedRecord>().LastOrDefault() is { } started
        && records.OfType<IntentRecord>().LastOrDefault(intent => intent.Seq < started.Seq) is { } intent
        && records.OfType<ClaimRecord>().LastOrDefault(claim => claim.Seq < intent.Seq) is { } claim
            ? new(run, claim, intent, started)
            : null;
}
