using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>Reads objects of any bucket behind one endpoint, and tags them.</summary>
internal sealed class ObjectReader(OssConnection connection, Uri endpoint, string region) : IObjectReader, IObjectTagger
{
    private const string MetaPrefix = "x-oss-meta-";

    public async Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(bucket, new(HttpMethod.Head, key, [], []), cancellationToken);

        if (await OssError.IsNoSuchObjectAsync(reply, cancellationToken))
        {
            return null;
        }

        await OssError.ThrowUnlessSuccessAsync("HeadObject", reply, cancellationToken);
        return new(
            ETagOf(reply),
            reply.Content.Headers.ContentLength ?? 0,
            reply.Time("Last-Modified"),
            reply.Header("Content-Type"),
            reply.Header("x-oss-storage-class"),
            reply.HeadersUnder(MetaPrefix),
            reply.Header("x-oss-object-type"),
            reply.Header("x-oss-version-id"));
    }

    public async Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(bucket, new(HttpMethod.Get, key, Tagging(versionId), []), cancellationToken);

        if (await OssError.IsNoSuchKeyAsync(reply, cancellationToken))
        {
            return null;
        }

        await OssError.ThrowUnlessSuccessAsync("GetObjectTagging", reply, cancellationToken);
        return OssTagging.Read(await reply.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public async Task<bool> PutTaggingAsync(
        string bucket, string key, string? versionId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(bucket, new(HttpMethod.Put, key, Tagging(versionId), [], OssTagging.Write(tags)), cancellationToken);

        if (await OssError.IsNoSuchKeyAsync(reply, cancellationToken))
        {
            return false;
        }

        await OssError.ThrowUnlessSuccessAsync("PutObjectTagging", reply, cancellationToken);
        return true;
    }

    public async Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] headers =
        [
            new("range", $"bytes=0-{bytes - 1}"),
            .. eTag.Length == 0 ? Array.Empty<KeyValuePair<string, string>>() : [new("if-match", $"\"{eTag}\"")],
        ];
        using var reply = await SendAsync(bucket, new(HttpMethod.Get, key, [], headers), cancellationToken);

        if (reply.StatusCode == HttpStatusCode.PreconditionFailed || await OssError.IsNoSuchKeyAsync(reply, cancellationToken))
        {
            return null;
        }

        await OssError.ThrowUnlessSuccessAsync("GetObject", reply, cancellationToken);
        return await reply.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public async Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(bucket, new(HttpMethod.Get, key, [], [new("range", $"bytes=0-{maxBytes - 1}")]), cancellationToken);

        if (await OssError.IsNoSuchKeyAsync(reply, cancellationToken))
        {
            return null;
        }

        // No range of an empty object can be satisfied, and OSS may say so.
        if (reply.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return new(ETagOf(reply), []);
        }

        await OssError.ThrowUnlessSuccessAsync("GetObject", reply, cancellationToken);
        return new(ETagOf(reply), await reply.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public async Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(bucket, OssListing.CreateCall(prefix, startAfter), cancellationToken);
        return await OssListing.ReadAsync(reply, cancellationToken);
    }

    private static KeyValuePair<string, string?>[] Tagging(string? versionId) =>
        versionId is null ? [new("tagging", null)] : [new("tagging", null), new("versionId", versionId)];

    private static string ETagOf(HttpResponseMessage reply) => reply.Header("ETag")?.Replace("W/", "", StringComparison.Ordinal).Trim('"') ?? "";

    private Task<HttpResponseMessage> SendAsync(string bucket, OssCall call, CancellationToken cancellationToken) =>
        connection.SendAsync(new(endpoint, bucket, region), call, cancellationToken);
}
