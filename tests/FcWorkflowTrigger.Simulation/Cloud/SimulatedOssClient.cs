using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The OSS client of one process. Its calls go over the simulated network.</summary>
internal sealed class SimulatedOssClient(OssBucket bucket, Network network, Machine machine) : IOssClient
{
    private static readonly Func<Exception> Busy =
        () => new OssException("any", HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", null);

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        CallAsync("get", key, () => bucket.Get(key), cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CallAsync("put", key, () => bucket.Put(key, body.ToArray()), cancellationToken);

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CallAsync("put-if-absent", key, () => Outcome(bucket.TryPut(key, body.ToArray())), cancellationToken);

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CallAsync("append", key, () => Outcome(bucket.TryAppend(key, position, body.ToArray())), cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        CallAsync("delete", key, () => bucket.Delete(key), cancellationToken);

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) =>
        CallAsync("list", prefix, () => bucket.Page(prefix, startAfter), cancellationToken);

    // This call is not part of the protocol under test, so it does not use the network.
    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private static OssPut Outcome(bool written) => written ? OssPut.Written.Instance : OssPut.Taken.Instance;

    private Task<T> CallAsync<T>(string call, string key, Func<T> apply, CancellationToken cancellationToken) =>
        network.CallAsync(machine, new(call, key), apply, Busy, cancellationToken);
}
