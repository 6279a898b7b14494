using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A reader that ends the round of missed events when a page has been listed, before its objects are looked at.</summary>
internal sealed class PassesBeforeItLooks(IObjectReader inner, IOssClient oss, TimeProvider clock) : MutatedObjectReader(inner)
{
    public override async Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        var (page, place, now) = (await base.ListAsync(bucket, prefix, startAfter, cancellationToken), new CatchUpPlace(bucket, prefix, TimeSpan.FromDays(1)), clock.GetUtcNow());
        var passed = CatchUpCursor.Begin(place).BeginRound(place, now, BackfillGate.MinAge);
        await new CatchUpCursors(oss, Ambient.Retry).WriteAsync(place, page.IsTruncated ? passed.Pass(page.Entries[^1].Key) : passed.EndRound(), cancellationToken);
        return page;
    }
}
