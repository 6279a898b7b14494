using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>A check that cannot fail proves nothing. With any one protection switched off, the checks fail.</summary>
public sealed class MutationTests
{
    private const int MaxSchedules = 20_000;

    [Theory]
    [InlineData("NoPinnedDate", "was started 2 times")]
    [InlineData("LookWithoutWaiting", "was started 2 times")]
    [InlineData("JudgedAfterTheLook", "was started 2 times")]
    [InlineData("LeaseAndRerun", "was started 2 times")]
    [InlineData("PlainPut", "was overwritten")]
    [InlineData("NoMarkerBeforeClaim", "no marker is left for reconcile")]
    [InlineData("RemembersNoSidecar", "although its sidecar was there in time")]
    [InlineData("CountBeforePut", "under a budget of")]
    [InlineData("EntryAfterMarker", "has no entry in the index")]
    [InlineData("NoPlaceInLine", "under its task")]
    [InlineData("NoLookForBackfill", "by its event and by a backfill")]
    [InlineData("NoLookForLater", "came within its quiet")]
    [InlineData("PassesBeforeItLooks", "was missed, and its bytes have no run")]
    [InlineData("ForgetsFailedObjects", "was missed, and its bytes have no run")]
    [InlineData("ResentUnderOneMarker", "was not delivered again")]
    [InlineData("TakesEveryAnswer", "the collector was not told")]
    [InlineData("AnnouncedAfterMarker", "its object lacks the mark")]
    [InlineData("NoLookAtETag", "has the mark of other bytes")]
    [InlineData("NoLookAfterTags", "has the mark of other bytes")]
    [InlineData("NoVersionNamed", "has the tags of another version")]
    [InlineData("LastDeliveryMarks", "is the last that ended on the bytes")]
    [InlineData("UnboundedStarts", "more than a broken list excuses")]
    public void With_a_protection_switched_off_a_promise_is_broken(string mutation, string expected) => SimulationContext.Run(() =>
    {
        var violations = Enumerable.Range(0, MaxSchedules).Select(seed => Schedule.Play(seed, Enum.Parse<Mutation>(mutation)).Violation);

        Assert.Contains(violations, violation => violation?.Contains(expected, StringComparison.Ordinal) == true);
    });
}
