using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>Reads objects of any bucket behind one endpoint.</summary>
internal sealed class ObjectReader(OssConnection connection, Uri endpoint, string region) : IObjectReader
{
    private const string MetaPrefix = "x-oss-meta-";

    public async Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(bucket, new("HEAD", key, [], []), cancellationToken);

        // A reply to HEAD has no body to tell a missing object from a missing bucket; the event came from the bucket.
        if (reply.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        OssError.ThrowUnlessSuccess("HeadObject", reply);
        return new(
            ETagOf(reply),
            long.Parse(reply.Header("Content-Length") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture),
            reply.Time("Last-Modified"),
            reply.Header("Content-Type"),
            reply.Header("x-oss-storage-class"),
            reply.HeadersUnder(MetaPrefix));
    }

    public async Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(bucket, new("GET", key, [new("tagging", null)], []), cancellationToken);

        if (reply.Status == HttpStatusCode.NotFound && OssError.Code(reply) == "NoSuchKey")
        {
            return null;
        }

        OssError.ThrowUnlessSuccess("GetObjectTagging", reply);
        return OssTagging.Read(reply.Body);
    }

    public async Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] headers =
        [
            new("range", $"bytes=0-{bytes - 1}"),
            .. eTag.Length == 0 ? Array.Empty<KeyValuePair<string, string>>() : [new("if-match", $"\"{eTag}\"")],
        ];
        var reply = await SendAsync(bucket, new("GET", key, [], headers), cancellationToken);

        if (reply.Status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return null;
        }

        OssError.ThrowUnlessSuccess("GetObject", reply);
        return reply.Body;
    }

    public async Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(bucket, new("GET", key, [], [new("range", $"bytes=0-{maxBytes - 1}")]), cancellationToken);

        if (reply.Status == HttpStatusCode.NotFound && OssError.Code(reply) == "NoSuchKey")
        {
            return null;
        }

        // No range of an empty object can be satisfied, and OSS may say so.
        if (reply.Status == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return new(ETagOf(reply), []);
        }

        OssError.ThrowUnlessSuccess("GetObject", reply);
        return new(ETagOf(reply), reply.Body);
    }

    private static string ETagOf(ServiceReply reply) => reply.Header("ETag")?.Replace("W/", "", StringComparison.Ordinal).Trim('"') ?? "";

    private ValueTask<ServiceReply> SendAsync(string bucket, OssCall call, CancellationToken cancellationToken) =>
        connection.SendAsync(new(endpoint, bucket, region), call, cancellationToken);
}
