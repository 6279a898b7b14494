using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>OSS over HTTPS, one bucket, signed with version 4.</summary>
internal sealed class OssClient(HttpMessageInvoker http, OssAddress address, CredentialStore credentials, CloudClock clock) : IOssClient
{
    private static readonly KeyValuePair<string, string>[] NoHeaders = [];
    private static readonly KeyValuePair<string, string>[] ForbidOverwrite = [new("x-oss-forbid-overwrite", "true")];

    private readonly OssConnection _connection = new(http, credentials, clock);

    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(HttpMethod.Get, key, [], NoHeaders, null, cancellationToken);

        if (await OssError.IsNoSuchKeyAsync(reply, cancellationToken))
        {
            return null;
        }

        await OssError.ThrowUnlessSuccessAsync("GetObject", reply, cancellationToken);
        return await reply.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(HttpMethod.Put, key, [], NoHeaders, body, cancellationToken);
        await OssError.ThrowUnlessSuccessAsync("PutObject", reply, cancellationToken);
    }

    public async Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(HttpMethod.Put, key, [], ForbidOverwrite, body, cancellationToken);
        var put = await WrittenAsync("PutObject", reply, "FileAlreadyExists", cancellationToken);

        // Only a bucket whose versioning is or was on names a version, and there OSS ignores the condition: two could have won.
        return put is OssPut.Written && reply.Header("x-oss-version-id") is not null
            ? throw new OssException("PutObject", reply.StatusCode, OssException.Versioned, null)
            : put;
    }

    public async Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string?>[] query = [new("append", null), new("position", position.ToString(CultureInfo.InvariantCulture))];
        using var reply = await SendAsync(HttpMethod.Post, key, query, NoHeaders, body, cancellationToken);
        return await WrittenAsync("AppendObject", reply, "PositionNotEqualToLength", cancellationToken);
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(HttpMethod.Delete, key, [], NoHeaders, null, cancellationToken);
        await OssError.ThrowUnlessSuccessAsync("DeleteObject", reply, cancellationToken);
    }

    public async Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        using var reply = await _connection.SendAsync(address, OssListing.CreateCall(prefix, startAfter), cancellationToken);
        return await OssListing.ReadAsync(reply, cancellationToken);
    }

    public async Task<string?> GetVersioningAsync(CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(HttpMethod.Get, "", [new("versioning", null)], NoHeaders, null, cancellationToken);
        await OssError.ThrowUnlessSuccessAsync("GetBucketVersioning", reply, cancellationToken);
        return OssVersioning.Read(await reply.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static async Task<OssPut> WrittenAsync(string operation, HttpResponseMessage reply, string taken, CancellationToken cancellationToken)
    {
        if (reply.StatusCode == HttpStatusCode.Conflict && await OssError.CodeAsync(reply, cancellationToken) == taken)
        {
            return OssPut.Taken.Instance;
        }

        await OssError.ThrowUnlessSuccessAsync(operation, reply, cancellationToken);
        return OssPut.Written.Instance;
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string key,
        KeyValuePair<string, string?>[] query,
        KeyValuePair<string, string>[] headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken) =>
        _connection.SendAsync(address, new(method, key, query, headers, body), cancellationToken);
}
