using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Outcomes.Marks;

/// <summary>
/// Tags the object of a run whose rule has a <c>mark</c>, once the run has ended. Tags of others stay. Of several ends of the same bytes the last one
/// counts, whatever the order of their deliveries.
/// </summary>
/// <remarks>
/// OSS knows no condition for PutObjectTagging, so after each write the object is looked at again: a tag that came onto other bytes is taken off, or
/// set as the runs of those bytes say. In a bucket with versions the tags are put on the version that was looked at.
/// </remarks>
internal sealed class ObjectMarkSink(IObjectReader objects, IObjectTagger tagger, EndedMarks marks, Retry retry) : IOutcomeSink
{
    /// <summary>The object was deleted.</summary>
    public const string ObjectGone = "ObjectGone";

    /// <summary>Other bytes have the key. Their own run marks them.</summary>
    public const string ObjectReplaced = "ObjectReplaced";

    /// <summary>The event told no ETag, so nobody knows which bytes the run was about.</summary>
    public const string NoETag = "NoETag";

    /// <summary>With the tags of others there would be more than an object can have.</summary>
    public const string TooManyTags = "TooManyTags";

    /// <summary>OSS does not take the tags.</summary>
    public const string TagsRefused = "TagsRefused";

    /// <summary>A write was not answered, and may still arrive. The object is looked at again once it cannot any more.</summary>
    public const string Unconfirmed = "Unconfirmed";

    /// <summary>The object changed at each look.</summary>
    public const string Unsettled = "Unsettled";

    // A write and the look after it; more where the object or the ledger changes meanwhile.
    private const int MaxLooks = 4;

    // Where versioning is suspended, each upload overwrites this version (OSS documentation, "Versioning").
    private const string OverwrittenVersion = "null";

    // OSS refuses a request whose date is more than 15 minutes from its own (RequestTimeTooSkewed).
    private static readonly TimeSpan LatestArrival = TimeSpan.FromMinutes(16);

    /// <summary>The name under which deliveries of marks are kept.</summary>
    public const string SinkName = "mark";

    public string Name => SinkName;

    public bool IsReceiver => false;

    public bool Takes(Outcome outcome) => outcome.ObjectTags is not null;

    public async Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Data.Upload.ETag.Length == 0)
        {
            return new SinkReply.Obsolete(NoETag);
        }

        var writes = new WriteUncertainty();

        try
        {
            var reply = await SettleAsync(outcome, writes, cancellationToken);
            return writes.Any ? LookAgain() : reply;
        }
        catch (Exception) when (writes.Any && !cancellationToken.IsCancellationRequested)
        {
            // Whatever came after it, the write may still arrive.
            return LookAgain();
        }
        catch (OssException refused) when (!refused.IsCredentialProblem)
        {
            return new SinkReply.Later($"OSS-{LogText.Escape(refused.Code)}");
        }
    }

    private static SinkReply.Later LookAgain() => new(Unconfirmed, LatestArrival, IsOfOutcome: true);

    private async Task<SinkReply> SettleAsync(Outcome outcome, WriteUncertainty writes, CancellationToken cancellationToken)
    {
        var (bucket, key) = (outcome.Data.Upload.Bucket, outcome.Data.Upload.Key);

        for (var look = 0; look < MaxLooks; look++)
        {
            // The ledger first: between the look at the object and the write there is as little time as can be.
            var ends = await marks.ReadSinceAsync(outcome, cancellationToken);

            if (await retry.ExecuteAsync(token => objects.HeadAsync(bucket, key, token), cancellationToken) is not { } head)
            {
                return new SinkReply.Obsolete(ObjectGone);
            }

            if (await retry.ExecuteAsync(token => objects.GetTaggingAsync(bucket, key, head.VersionId, token), cancellationToken) is not { } tags)
            {
                continue;
            }

            var isOwn = IsOf(outcome, head);
            var wanted = isOwn ? Apply(tags, outcome, ends, head) : await CleanAsync(tags, outcome, head, cancellationToken);

            if (wanted.Count == tags.Count && HasAll(tags, wanted))
            {
                return isOwn ? new SinkReply.Delivered() : new SinkReply.Obsolete(ObjectReplaced);
            }

            if (wanted.Count > TagTemplate.MaxTags)
            {
                return new SinkReply.Gone(TooManyTags);
            }

            try
            {
                await retry.ExecuteAsync(writes, token => tagger.PutTaggingAsync(bucket, key, head.VersionId, wanted, token), cancellationToken);
            }
            catch (OssException refused) when (refused is { IsDefinite: true, Status: HttpStatusCode.BadRequest })
            {
                return new SinkReply.Gone(TagsRefused);
            }
        }

        return new SinkReply.Later(Unsettled);
    }

    /// <summary>Other bytes than this run's are left alone, unless they have tags that a run of yet other bytes wrote too late.</summary>
    private async Task<IReadOnlyDictionary<string, string>> CleanAsync(
        IReadOnlyDictionary<string, string> tags, Outcome outcome, OssHead head, CancellationToken cancellationToken)
    {
        // A version has the same bytes for ever, so nothing can have come onto it by mistake.
        if (head.VersionId is not (null or OverwrittenVersion) || !outcome.ObjectTags!.Keys.All(tags.ContainsKey))
        {
            return tags;
        }

        var ends = await marks.ReadAllAsync(outcome, cancellationToken);
        return ends.Any(end => !IsOf(end, head) && HasAll(tags, end.ObjectTags!)) ? Apply(tags, outcome, ends, head) : tags;
    }

    /// <summary>Each tag that this run sets becomes what the last end of the object's bytes says; a tag that none of them sets is taken off.</summary>
    private static Dictionary<string, string> Apply(IReadOnlyDictionary<string, string> tags, Outcome outcome, IReadOnlyList<Outcome> ends, OssHead head)
    {
        var applied = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        var own = ends.Where(end => IsOf(end, head)).ToArray();

        foreach (var name in outcome.ObjectTags!.Keys)
        {
            if (own.LastOrDefault(end => end.ObjectTags!.ContainsKey(name)) is { } last)
            {
                applied[name] = last.ObjectTags![name];
            }
            else
            {
                applied.Remove(name);
            }
        }

        return applied;
    }

    private static bool HasAll(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> all) =>
        all.All(tag => tags.TryGetValue(tag.Key, out var value) && value == tag.Value);

    // The event of another end may have told no ETag.
    private static bool IsOf(Outcome end, OssHead head) => end.Data.Upload.ETag.Length > 0 && string.Equals(end.Data.Upload.ETag, head.ETag, StringComparison.OrdinalIgnoreCase);
}
