using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The operations of OSS that a ledger in slots mode uses.</summary>
internal sealed class OssStub(OssObjects objects)
{
    private const string Xml = "application/xml";
    private const string Bucket = "/" + StubCloud.LedgerBucket + "/";

    private static readonly byte[] Taken = Error("FileAlreadyExists");
    private static readonly byte[] Absent = Error("NoSuchKey");

    public ValueTask AnswerAsync(StubCall call)
    {
        var key = call.Path[Bucket.Length..];
        call.Operation = call.Method switch
        {
            "PUT" => "PutObject",
            "GET" when key.Length == 0 => call.Query("versioning") is null ? "ListObjectsV2" : "GetBucketVersioning",
            "GET" => "GetObject",
            "DELETE" => "DeleteObject",
            var other => throw new InvalidOperationException($"The stub does not serve {other} {call.Path}."),
        };

        return call.Operation switch
        {
            "PutObject" => PutAsync(call, key),
            "GetObject" => GetAsync(call, key),
            "DeleteObject" => Delete(call, key),
            "GetBucketVersioning" => call.AnswerAsync(200, Xml, "<VersioningConfiguration/>"u8.ToArray()),
            _ => call.AnswerAsync(200, Xml, Listing(call)),
        };
    }

    private async ValueTask PutAsync(StubCall call, string key)
    {
        var onlyIfAbsent = call.Headers["x-oss-forbid-overwrite"] == "true";

        if (!objects.Put(key, await call.BodyAsync(), call.Cloud.Clock.Now, onlyIfAbsent))
        {
            await call.AnswerAsync(409, Xml, Taken);
        }
    }

    private ValueTask GetAsync(StubCall call, string key) => objects.Get(key) is { } body
        ? call.AnswerAsync(200, "application/octet-stream", body)
        : call.AnswerAsync(404, Xml, Absent);

    private ValueTask Delete(StubCall call, string key)
    {
        objects.Delete(key);
        call.Answer(204);
        return ValueTask.CompletedTask;
    }

    private byte[] Listing(StubCall call)
    {
        var max = int.Parse(call.Query("max-keys")!, CultureInfo.InvariantCulture);
        var found = objects.List(call.Query("prefix") ?? "", call.Query("start-after") ?? "", max + 1);
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>")
            .Append("<IsTruncated>").Append(found.Count > max ? "true" : "false").Append("</IsTruncated>");

        foreach (var (key, stored) in found.Take(max))
        {
            xml.Append("<Contents><Key>").Append(Uri.EscapeDataString(key)).Append("</Key><LastModified>")
                .Append(stored.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", CultureInfo.InvariantCulture))
                .Append("</LastModified><Size>").Append(stored.Body.Length).Append("</Size></Contents>");
        }

        return Encoding.UTF8.GetBytes(xml.Append("</ListBucketResult>").ToString());
    }

    private static byte[] Error(string code) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");
}
