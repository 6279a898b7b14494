using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Tests.Outcomes.Marks;

/// <summary>One object of a bucket, with its tags, as OSS shows and changes it.</summary>
internal sealed class TaggedObjects : IObjectReader, IObjectTagger
{
    public string? ETag { get; set; } = TestData.Upload().ETag;

    public string? VersionId { get; set; }

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>The calls in their order, with the version that they named.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What happens before each call is answered.</summary>
    public Action<string> Answering { get; set; } = _ => { };

    /// <summary>What happens after tags were put.</summary>
    public Action Put { get; set; } = () => { };

    public Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        Call("head", null);
        return Task.FromResult(ETag is null ? null : new OssHead(ETag, 10, TestData.Now, null, null, new Dictionary<string, string>(), VersionId: VersionId));
    }

    public Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken)
    {
        Call("get", versionId);
        return Task.FromResult(ETag is null ? null : Tags);
    }

    public Task<bool> PutTaggingAsync(
        string bucket, string key, string? versionId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        Call("put", versionId);
        var isThere = ETag is not null;
        Tags = isThere ? new Dictionary<string, string>(tags) : Tags;
        Put();
        return Task.FromResult(isThere);
    }

    public Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Call(string call, string? versionId)
    {
        Calls.Add(versionId is null ? call : $"{call} {versionId}");
        Answering(call);
    }
}
