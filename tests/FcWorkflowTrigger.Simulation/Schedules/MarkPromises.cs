using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>
/// Checks the promises of marks: the object of an ended run has its tags while it has the bytes of the run, or the mark was given up by name; of several
/// ends of the same bytes the last one counts; other bytes have no mark of them; and tags of others stay.
/// </summary>
internal static class MarkPromises
{
    private const string Outcome = "ims";
    private const string Rule = "by";

    public static void Check(SimulatedDeployment deployment)
    {
        var ends = deployment.Runs.Select(SimulatedDeployment.RunOf).Distinct().Select(deployment.Read).OfType<WorkflowRun.Finished>()
            .Where(run => run.End is not CancelRecord { Reason: CancelRecord.Backfilled or CancelRecord.AlreadyRun or CancelRecord.Superseded or CancelRecord.ObjectGone or CancelRecord.ObjectReplaced })
            .OrderBy(run => run.End.At).ThenBy(run => run.Id.Value, StringComparer.Ordinal).ToArray();

        foreach (var stored in deployment.Media.Objects.Where(stored => stored.Body.Length == 0))
        {
            CheckObject(deployment, stored, [.. ends.Where(run => run.Claim.Src.Key == stored.Key)]);
        }

        // What was decided about objects that have other bytes is not asked: a late write of the state of the deliveries may have taken it away.
        foreach (var run in ends.Where(run => FindDelivery(deployment, run)?.Last == ObjectMarkSink.ObjectReplaced))
        {
            deployment.Loop.Counts.Increment(Situation.ReplacedBeforeMark);
        }
    }

    private static void CheckObject(SimulatedDeployment deployment, MediaObject stored, WorkflowRun.Finished[] ofKey)
    {
        var ofBytes = ofKey.Where(run => run.Claim.Src.Etag == stored.ETag).ToArray();
        var tags = stored.Tags;

        if (tags.GetValueOrDefault(MediaBucket.OwnTag) != stored.VersionId && !stored.HasLostTags)
        {
            throw new ViolationException($"The object {stored.Key} has lost a tag of others.");
        }

        if (stored.HasLostTags && deployment.Media.HasVersions)
        {
            throw new ViolationException($"The object {stored.Key} has the tags of another version.");
        }

        if (ofBytes.Length == 0)
        {
            if (tags.ContainsKey(Outcome) || tags.ContainsKey(Rule))
            {
                throw new ViolationException($"The object {stored.Key} has the mark of other bytes: {tags.GetValueOrDefault(Outcome)}.");
            }

            return;
        }

        if (tags.GetValueOrDefault(Outcome) == OutcomeOf(ofBytes[^1]) && tags.GetValueOrDefault(Rule) == ofBytes[^1].Claim.Rule)
        {
            deployment.Loop.Counts.Increment(Situation.MarkedObject);
            return;
        }

        // Uploaded once more after that, with no run or with one that has not ended; or given up by name.
        if (!tags.ContainsKey(Outcome) && FindDelivery(deployment, ofBytes[^1]) is { NextAt: null } last && (last.Last != DeliveryEntry.Delivered || last.At <= stored.At))
        {
            return;
        }

        throw new ViolationException(
            $"Run {ofBytes[^1].Id} is the last that ended on the bytes of {stored.Key}, and its object lacks the mark: it has '{tags.GetValueOrDefault(Outcome)}', and not '{OutcomeOf(ofBytes[^1])}'.");
    }

    private static string OutcomeOf(WorkflowRun.Finished run) => run.End is CancelRecord { Reason: CancelRecord.Identical } ? EndEntry.Succeeded : run.StateWord;

    /// <summary>What became of the mark of a run; null when nothing was decided about it.</summary>
    private static DeliveryEntry? FindDelivery(SimulatedDeployment deployment, WorkflowRun.Finished run) =>
        DeliveryState.Parse(deployment.Bucket.Get(LedgerKeys.DeliveryState(run.Id))).Entries
            .Where(entry => DeliveryState.TryParseKey(entry.Key, out var end, out _, out var sink) && end == run.End.Seq && sink == "mark")
            .Select(entry => entry.Value)
            .MaxBy(entry => (entry.NextAt is null, entry.Last == DeliveryEntry.Delivered, entry.At));
}
