using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The operations of OSS a ledger in slots needs.</summary>
internal sealed class OssStub(OssObjects objects)
{
    private const string Xml = "application/xml";
    private const string Bucket = "/" + StubCloud.LedgerBucket + "/";

    public async Task AnswerAsync(StubCall call)
    {
        var request = call.Http.Request;
        var key = request.Path.Value![Bucket.Length..];

        switch (request.Method)
        {
            case "PUT":
                await PutAsync(call, key);
                break;
            case "GET" when request.Query.ContainsKey("versioning"):
                call.Operation = "GetBucketVersioning";
                await call.WriteAsync(200, Xml, "<VersioningConfiguration/>"u8.ToArray());
                break;
            case "GET" when key.Length == 0:
                call.Operation = "ListObjectsV2";
                await call.WriteAsync(200, Xml, Listing(request.Query));
                break;
            case "GET":
                call.Operation = "GetObject";
                await GetAsync(call, key);
                break;
            case "DELETE":
                call.Operation = "DeleteObject";
                objects.Delete(key);
                call.Http.Response.StatusCode = 204;
                break;
            default:
                throw new InvalidOperationException($"No benchmark needs {request.Method} {request.Path}.");
        }
    }

    private async Task PutAsync(StubCall call, string key)
    {
        call.Operation = "PutObject";
        var onlyIfAbsent = call.Http.Request.Headers["x-oss-forbid-overwrite"] == "true";

        if (!objects.Put(key, await call.BodyAsync(), call.Cloud.Clock.Now, onlyIfAbsent))
        {
            await call.WriteAsync(409, Xml, Error("FileAlreadyExists"));
        }
    }

    private Task GetAsync(StubCall call, string key) => objects.Get(key) is { } body
        ? call.WriteAsync(200, "application/octet-stream", body)
        : call.WriteAsync(404, Xml, Error("NoSuchKey"));

    private byte[] Listing(IQueryCollection query)
    {
        var max = int.Parse(query["max-keys"]!, CultureInfo.InvariantCulture);
        var found = objects.List(query["prefix"].ToString(), query["start-after"].ToString(), max + 1);
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
