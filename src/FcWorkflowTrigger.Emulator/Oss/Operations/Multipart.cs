using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>Multipart uploads. Parts wait in memory, so an upload under way does not outlive the emulator.</summary>
internal static class Multipart
{
    private static readonly ConcurrentDictionary<string, Upload> Uploads = new(StringComparer.Ordinal);

    public static Task InitiateAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        var id = RandomNumberGenerator.GetHexString(32);
        Uploads[id] = new(ObjectContent.Of(call, [], "", "Multipart"), new());

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("InitiateMultipartUploadResult");
            xml.WriteElementString("Bucket", call.Bucket);
            xml.WriteElementString("Key", call.Key);
            xml.WriteElementString("UploadId", id);
            xml.WriteEndElement();
        });
    }

    public static async Task UploadPartAsync(OssCall call, OssStore store)
    {
        var upload = Find(call);

        if (!int.TryParse(call.Target["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 10_000)
        {
            throw OssError.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive.");
        }

        var part = await ObjectContent.ReadAsync(call);
        upload.Parts[number] = part;
        ObjectContent.Answer(call, part);
    }

    public static async Task CompleteAsync(OssCall call, OssStore store)
    {
        var upload = Find(call);
        using var stream = new MemoryStream(await call.BodyAsync());
        var parts = XDocument.Load(stream).Root!.Elements("Part").Select(part => Named(upload, part)).ToArray();
        var whole = upload.Whole with
        {
            Body = [.. parts.SelectMany(part => part.Body)],
            ETag = $"{ObjectContent.ETag([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))])}-{parts.Length}",
        };
        var stored = store.Change(call.Bucket, call.Key, "ObjectCreated:CompleteMultipartUpload", call.RequestId, current =>
        {
            PutObject.RequireAbsent(call, store, current);
            return whole;
        });
        Uploads.TryRemove(call.Target["uploadId"]!, out _);
        ObjectContent.Answer(call, stored);

        await OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("CompleteMultipartUploadResult");
            xml.WriteElementString("Location", $"http://{call.Http.Request.Host}/{Uri.EscapeDataString(call.Key)}");
            xml.WriteElementString("Bucket", call.Bucket);
            xml.WriteElementString("Key", call.Key);
            xml.WriteElementString("ETag", stored.QuotedETag);
            xml.WriteEndElement();
        });
    }

    public static Task AbortAsync(OssCall call, OssStore store)
    {
        _ = Find(call);
        Uploads.TryRemove(call.Target["uploadId"]!, out _);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task ListPartsAsync(OssCall call, OssStore store)
    {
        var upload = Find(call);

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("ListPartsResult");
            xml.WriteElementString("IsTruncated", "false");

            foreach (var (number, part) in upload.Parts.OrderBy(part => part.Key))
            {
                xml.WriteStartElement("Part");
                xml.WriteElementString("PartNumber", $"{number}");
                xml.WriteElementString("ETag", part.QuotedETag);
                xml.WriteElementString("Size", $"{part.Body.LongLength}");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
    }

    private static Upload Find(OssCall call) =>
        Uploads.TryGetValue(call.Target["uploadId"] ?? "", out var upload) && upload.Whole.Bucket == call.Bucket && upload.Whole.Key == call.Key
            ? upload
            : throw OssError.NoSuchUpload();

    private static StoredObject Named(Upload upload, XElement part) =>
        int.TryParse(part.Element("PartNumber")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && upload.Parts.TryGetValue(number, out var found)
        && part.Element("ETag")?.Value.Trim('"') == found.ETag
            ? found
            : throw new OssError(400, "InvalidPart", "One or more of the specified parts could not be found or the specified entity tag might not have matched.", "0042-00000203");

    private sealed record Upload(StoredObject Whole, ConcurrentDictionary<int, StoredObject> Parts);
}
