using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>An object reader that answers as if nothing but the tags had changed, once after they were put: what a process sees that does not look again.</summary>
internal sealed class TaggedUnseen(IObjectReader inner, IObjectTagger tagger) : MutatedObjectReader(inner), IObjectTagger
{
    private readonly Dictionary<string, OssHead> _heads = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _put = [];

    public override async Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        if (_put.ContainsKey(key))
        {
            return _heads[key];
        }

        var head = await base.HeadAsync(bucket, key, cancellationToken);

        if (head is not null)
        {
            _heads[key] = head;
        }

        return head;
    }

    public override async Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken) =>
        _put.Remove(key, out var tags) ? tags : await base.GetTaggingAsync(bucket, key, versionId, cancellationToken);

    public async Task<bool> PutTaggingAsync(
        string bucket, string key, string? versionId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var isThere = await tagger.PutTaggingAsync(bucket, key, versionId, tags, cancellationToken);
        _put[key] = tags;
        return isThere;
    }
}
