using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>OSS over HTTPS, one bucket, signed with version 4.</summary>
internal sealed class OssClient(IServiceHttp http, OssAddress address, CredentialStore credentials, CloudClock clock) : IOssClient
{
    private static readonly KeyValuePair<string, string>[] NoHeaders = [];
    private static readonly KeyValuePair<string, string>[] ForbidOverwrite = [new("x-oss-forbid-overwrite", "true")];

    private readonly OssConnection _connection = new(http, credentials, clock);

    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var reply = await SendAsync("GET", key, [], NoHeaders, null, cancellationToken);

        if (reply.Status == HttpStatusCode.NotFound && OssError.Code(reply) == "NoSuchKey")
        {
            return null;
        }

        OssError.ThrowUnlessSuccess("GetObject", reply);
        return reply.Body;
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var reply = await SendAsync("PUT", key, [], NoHeaders, body, cancellationToken);
        OssError.ThrowUnlessSuccess("PutObject", reply);
    }

    public async Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var reply = await SendAsync("PUT", key, [], ForbidOverwrite, body, cancellationToken);
        var put = Written("PutObject", reply, "FileAlreadyExists");

        // Only a bucket whose versioning is or was on names a version, and there OSS ignores the condition: two could have won.
        return put is OssPut.Written && reply.Header("x-oss-version-id") is not null
            ? throw new OssException("PutObject", reply.Status, OssException.Versioned, null)
            : put;
    }

    public async Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string?>[] query = [new("append", null), new("position", position.ToString(CultureInfo.InvariantCulture))];
        var reply = await SendAsync("POST", key, query, NoHeaders, body, cancellationToken);
        return Written("AppendObject", reply, "PositionNotEqualToLength");
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var reply = await SendAsync("DELETE", key, [], NoHeaders, null, cancellationToken);
        OssError.ThrowUnlessSuccess("DeleteObject", reply);
    }

    public async Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string?>[] query =
        [
            new("list-type", "2"),
            new("prefix", prefix),
            new("max-keys", "1000"),
            new("encoding-type", "url"),
            .. startAfter is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("start-after", startAfter)],
        ];
        var reply = await SendAsync("GET", "", query, NoHeaders, null, cancellationToken);
        OssError.ThrowUnlessSuccess("ListObjectsV2", reply);
        return OssListing.Read(reply.Body);
    }

    public async Task<string?> GetVersioningAsync(CancellationToken cancellationToken)
    {
        var reply = await SendAsync("GET", "", [new("versioning", null)], NoHeaders, null, cancellationToken);
        OssError.ThrowUnlessSuccess("GetBucketVersioning", reply);
        return OssVersioning.Read(reply.Body);
    }

    private static OssPut Written(string operation, ServiceReply reply, string taken)
    {
        if (reply.Status == HttpStatusCode.Conflict && OssError.Code(reply) == taken)
        {
            return OssPut.Taken.Instance;
        }

        OssError.ThrowUnlessSuccess(operation, reply);
        return OssPut.Written.Instance;
    }

    private ValueTask<ServiceReply> SendAsync(
        string method,
        string key,
        KeyValuePair<string, string?>[] query,
        KeyValuePair<string, string>[] headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken) =>
        _connection.SendAsync(address, new(method, key, query, headers, body), cancellationToken);
}
