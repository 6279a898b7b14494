using System.Security.Cryptography;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>The common part of every write: the body, its checks, and the headers of the reply.</summary>
internal static class ObjectContent
{
    public static async Task<StoredObject> ReadAsync(OssCall call)
    {
        var body = await call.BodyAsync();

        if (call.Header("Content-MD5") is { Length: > 0 } md5 && md5 != Md5Base64(body))
        {
            throw OssError.InvalidDigest();
        }

        return Create(call, body, ETag(body), "Normal");
    }

    /// <exception cref="OssError">OSS has no such storage class or tags for an object.</exception>
    public static StoredObject Create(OssCall call, byte[] body, string etag, string type)
    {
        var contentType = call.Header("Content-Type") is { Length: > 0 } given ? given : "application/octet-stream";
        return new(call.Bucket, call.Key, body, etag, type, contentType, call.Meta(), default, StorageClasses.ParseHeader(call), ObjectTags.ParseHeader(call))
        {
            Headers = StandardHeaders.From(call),
            Acl = ObjectAcls.ParseHeader(call),
        };
    }

    /// <summary>The MD5 of a whole body, as OSS writes it.</summary>
    public static string ETag(ReadOnlySpan<byte> body) => Convert.ToHexString(Md5(body));

    public static void Answer(OssCall call, StoredObject stored)
    {
        var headers = call.Http.Response.Headers;
        headers.ETag = stored.QuotedETag;
        headers["x-oss-hash-crc64ecma"] = Crc64.Compute(stored.Body);

        if (stored.Type == "Normal")
        {
            headers.ContentMD5 = Md5Base64(stored.Body);
        }
    }

    public static string Md5Base64(ReadOnlySpan<byte> body) => Convert.ToBase64String(Md5(body));

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "OSS defines its ETag and Content-MD5 as MD5.")]
    private static byte[] Md5(ReadOnlySpan<byte> body) => MD5.HashData(body);
}
