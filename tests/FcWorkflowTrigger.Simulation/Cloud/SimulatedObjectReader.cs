using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The reader of the media bucket in one process, and its tagger. Its calls go over the simulated network.</summary>
internal sealed class SimulatedObjectReader(MediaBucket bucket, Network network, Machine machine) : IObjectReader, IObjectTagger
{
    private static readonly Func<Exception> Busy = () => new OssException("GetObject", HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", null);

    public Task<OssObject?> GetAsync(string bucketName, string key, int maxBytes, CancellationToken cancellationToken) =>
        network.CallAsync(machine, new("look", key), () => bucket.Get(key), Busy, cancellationToken);

    public Task<OssHead?> HeadAsync(string bucketName, string key, CancellationToken cancellationToken) =>
        network.CallAsync(machine, new("head", key), () => bucket.Head(key), Busy, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucketName, string key, string? versionId, CancellationToken cancellationToken) =>
        network.CallAsync(machine, new("tags", key), () => bucket.GetTags(key, versionId), Busy, cancellationToken);
    public Task<OssPage> ListAsync(string bucketName, string prefix, string? startAfter, CancellationToken cancellationToken) =>
        network.CallAsync(machine, new("list-media", prefix), () => bucket.Page(prefix, startAfter), Busy, cancellationToken);

    // No rule of the simulation needs more facts about an object than its event has.

    public Task<bool> PutTaggingAsync(
        string bucketName, string key, string? versionId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var sent = bucket.Now;
        return network.CallAsync(machine, new("put-tags", key), () => bucket.PutTags(key, versionId, tags, sent), Busy, cancellationToken);
    }

    // No rule of the simulation looks at bytes.

    public Task<byte[]?> GetStartAsync(string bucketName, string key, string eTag, int bytes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
