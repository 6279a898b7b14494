using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Outcomes.Marks;

/// <summary>The tags that a run gives its object (rule field <c>mark</c>), with what is known of the run filled in.</summary>
internal static class RunTags
{
    /// <returns>Null for a run whose rule has no mark. While the run has not ended, <c>{outcome}</c> and <c>{taskId}</c> stay as they are.</returns>
    public static IReadOnlyDictionary<string, string>? Fill(RunHistory history)
    {
        if (history.Mark is not { } mark)
        {
            return null;
        }

        var (claim, taskId) = (history.Records.OfType<ClaimRecord>().Last(), history.Records.OfType<StartedRecord>().LastOrDefault()?.TaskId);
        var values = new Dictionary<string, string>
        {
            [TagTemplate.Run] = history.Id.Value,
            [TagTemplate.Rule] = claim.Rule,
            [TagTemplate.Workflow] = claim.WorkflowId,
        };

        if (FindOutcome(history.Records[^1]) is { } outcome)
        {
            values[TagTemplate.Outcome] = outcome;
            values[TagTemplate.TaskId] = taskId ?? "";
        }

        return mark.ToDictionary(tag => tag.Key, tag => TagTemplate.Fill(tag.Value, values));
    }

    // The tags speak of the bytes. A run that was left out because the same bytes have succeeded leaves bytes that have succeeded.
    private static string? FindOutcome(RunRecord end) => end is CancelRecord { Reason: CancelRecord.Identical } ? EndEntry.Succeeded : EndEntry.FindState(end);
}
