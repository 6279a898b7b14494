using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A reader that ends the round of missed events when a page has been listed, before its objects are looked at.</summary>
internal sealed class PassesBeforeItLooks(IObjectReader inner, IOssClient oss, TimeProvider clock) : IObjectReader
{
    public async Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        var (page, place, now) = (await inner.ListAsync(bucket, prefix, startAfter, cancellationToken), new CatchUpPlace(bucket, prefix, TimeSpan.FromDays(1)), clock.GetUtcNow());
        var passed = CatchUpCursor.Begin(place).BeginRound(place, now, BackfillGate.MinAge);
        await new CatchUpCursors(oss, Ambient.Retry).WriteAsync(place, page.IsTruncated ? passed.Pass(page.Entries[^1].Key) : passed.EndRound(), cancellationToken);
        return page;
    }

    public Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken) => inner.HeadAsync(bucket, key, cancellationToken);

    public Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken) => inner.GetAsync(bucket, key, maxBytes, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, CancellationToken cancellationToken) =>
        inner.GetTaggingAsync(bucket, key, cancellationToken);

    public Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken) =>
        inner.GetStartAsync(bucket, key, eTag, bytes, cancellationToken);
}
