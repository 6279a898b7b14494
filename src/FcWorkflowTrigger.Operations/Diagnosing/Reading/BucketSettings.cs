using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>Reads how one bucket is set up.</summary>
internal sealed class BucketSettings(HttpMessageInvoker http, OssAddress address, Credentials keys, CloudClock clock, Retry retry)
{
    private readonly OssConnection _connection = new(http, new(keys), clock);

    /// <exception cref="OssException">There is no such bucket, or the keys may not.</exception>
    public async Task<BucketInfo> ReadInfoAsync(CancellationToken cancellationToken) =>
        BucketInfo.Read(await ReadAsync("GetBucketInfo", "bucketInfo", none: null, cancellationToken) ?? []);

    /// <returns>Empty for a bucket without rules.</returns>
    public async Task<IReadOnlyList<LifecycleRule>> ReadLifecycleAsync(CancellationToken cancellationToken) =>
        await ReadAsync("GetBucketLifecycle", "lifecycle", "NoSuchLifecycle", cancellationToken) is { } answer ? LifecycleRule.Read(answer) : [];

    /// <param name="none">The code with which OSS says that nothing is set.</param>
    private Task<byte[]?> ReadAsync(string operation, string subResource, string? none, CancellationToken cancellationToken) => retry.ExecuteAsync(
        async token =>
        {
            using var reply = await _connection.SendAsync(address, new(HttpMethod.Get, "", [new(subResource, null)], []), token);

            if (none is not null && reply.StatusCode == HttpStatusCode.NotFound && await OssError.CodeAsync(reply, token) == none)
            {
                return null;
            }

            await OssError.ThrowUnlessSuccessAsync(operation, reply, token);
            return (byte[]?)await reply.Content.ReadAsByteArrayAsync(token);
        },
        cancellationToken);
}
