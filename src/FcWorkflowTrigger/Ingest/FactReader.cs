using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Fetches what the rules need to know of an object.</summary>
internal sealed class FactReader(IObjectReader objects, Retry retry)
{
    /// <param name="known">What has been fetched already; it is not fetched again.</param>
    public async Task<Facts> ReadAsync(Upload upload, Facts known, FactNeeds needs, CancellationToken cancellationToken)
    {
        // The object first: facts of another object under the same key would decide about the wrong one.
        var facts = known.Object is null ? known with { Object = await ObjectAsync(upload, cancellationToken) } : known;

        if (facts.Object is { State: ObjectState.Current } && facts.Missing(needs).HasFlag(FactNeeds.Tags))
        {
            var tags = await retry.ExecuteAsync(token => objects.GetTaggingAsync(upload.Bucket, upload.Key, token), cancellationToken);
            facts = tags is null ? facts with { Object = ObjectFacts.Gone } : facts with { Tags = tags };
        }

        if (facts.Object is { State: ObjectState.Current } && facts.Missing(needs).HasFlag(FactNeeds.Content))
        {
            var start = await retry.ExecuteAsync(
                token => objects.GetStartAsync(upload.Bucket, upload.Key, upload.ETag, ContentKind.Bytes, token), cancellationToken);
            facts = start is null ? facts with { Object = ObjectFacts.Replaced } : facts with { Content = ContentKind.Detect(start) };
        }

        return facts;
    }

    private async Task<ObjectFacts> ObjectAsync(Upload upload, CancellationToken cancellationToken)
    {
        var head = await retry.ExecuteAsync(token => objects.HeadAsync(upload.Bucket, upload.Key, token), cancellationToken);

        if (head is null)
        {
            return ObjectFacts.Gone;
        }

        return upload.ETag.Length == 0 || string.Equals(head.ETag, upload.ETag, StringComparison.OrdinalIgnoreCase)
            ? new(ObjectState.Current, head.ContentType, head.StorageClass, head.Meta)
            : ObjectFacts.Replaced;
    }
}
