using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Fetches the facts about an object that the rules need.</summary>
internal sealed class FactReader(IObjectReader objects, Retry retry)
{
    /// <param name="known">The facts fetched so far; they are not fetched again.</param>
    public async Task<Facts> ReadAsync(Upload upload, Facts known, FactNeeds needs, CancellationToken cancellationToken)
    {
        // The object first: the tags and bytes of a newer object under the same key must not decide.
        var facts = known.Object is null ? known with { Object = await ReadObjectAsync(upload, cancellationToken) } : known;

        if (facts.Object is { State: ObjectState.Current } && facts.Missing(needs).HasFlag(FactNeeds.Tags))
        {
            var tags = await retry.ExecuteAsync(token => objects.GetTaggingAsync(upload.Bucket, upload.Key, versionId: null, token), cancellationToken);
            facts = tags is null ? facts with { Object = ObjectFacts.Gone } : facts with { Tags = tags };
        }

        if (facts.Object is { State: ObjectState.Current } && facts.Missing(needs).HasFlag(FactNeeds.Content))
        {
            var start = await retry.ExecuteAsync(
                token => objects.GetStartAsync(upload.Bucket, upload.Key, upload.ETag, ContentKind.MaxBytes, token), cancellationToken);
            facts = start is null ? facts with { Object = ObjectFacts.Replaced } : facts with { Content = ContentKind.Detect(start) };
        }

        return facts;
    }

    private async Task<ObjectFacts> ReadObjectAsync(Upload upload, CancellationToken cancellationToken)
    {
        var head = await retry.ExecuteAsync(token => objects.HeadAsync(upload.Bucket, upload.Key, token), cancellationToken);

        if (head is null)
        {
            return ObjectFacts.Gone;
        }

        return upload.MayHaveBytes(head.ETag)
            ? new(ObjectState.Current, head.ContentType, head.StorageClass, head.Meta)
            : ObjectFacts.Replaced;
    }
}
