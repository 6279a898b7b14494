using System.Globalization;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>Multipart uploads, from the first call to the last.</summary>
internal static class Multipart
{
    private const int MaxParts = 10_000;

    public static Task InitiateAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        PutObject.RequireAbsent(call, store, store.Find(call.Bucket, call.Key));
        var id = store.BeginUpload(ObjectContent.Create(call, [], "", "Multipart"), call.RequestId);

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
        var (upload, number) = (Find(call, store), PartNumber(call));
        var part = await ObjectContent.ReadAsync(call);
        store.PutPart(upload, new(upload.Id, number, part.Body, part.ETag), "ObjectCreated:UploadPart", call.RequestId);
        ObjectContent.Answer(call, part);
    }

    public static async Task CompleteAsync(OssCall call, OssStore store)
    {
        var upload = Find(call, store);
        var parts = Named(store.Uploads.Parts(upload.Id), await call.XmlAsync());
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
        store.Uploads.End(upload.Id);
        ObjectContent.Answer(call, stored);

        await OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("CompleteMultipartUploadResult");
            xml.WriteElementString("Location", $"{call.Http.Request.Scheme}://{call.Http.Request.Host}/{Uri.EscapeDataString(call.Key)}");
            xml.WriteElementString("Bucket", call.Bucket);
            xml.WriteElementString("Key", call.Key);
            xml.WriteElementString("ETag", stored.QuotedETag);
            xml.WriteEndElement();
        });
    }

    public static Task AbortAsync(OssCall call, OssStore store)
    {
        store.Uploads.End(Find(call, store).Id);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <exception cref="OssError">The number of the part is none of those that parts have.</exception>
    public static int PartNumber(OssCall call) =>
        int.TryParse(call.Target["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxParts
            ? number
            : throw OssError.InvalidArgument($"Part number must be an integer between 1 and {MaxParts}, inclusive.");

    /// <exception cref="OssError">The object has no such open upload.</exception>
    public static StoredUpload Find(OssCall call, OssStore store) =>
        store.Uploads.Find(call.Target["uploadId"] ?? "") is { } upload && upload.Whole.Bucket == call.Bucket && upload.Whole.Key == call.Key
            ? upload
            : throw OssError.NoSuchUpload();

    /// <summary>The parts in the client's list. They must exist and be in order.</summary>
    private static StoredPart[] Named(IReadOnlyList<StoredPart> known, XElement request)
    {
        var parts = request.Elements("Part").Select(part => Named(known, part.Element("PartNumber")?.Value, part.Element("ETag")?.Value)).ToArray();

        return parts.Length == 0 ? throw OssError.MalformedXml("No part is named.")
            : parts.Zip(parts.Skip(1)).All(pair => pair.First.Number < pair.Second.Number) ? parts
            : throw new OssError(400, "InvalidPartOrder", "The list of parts was not in ascending order.", "0042-00000205");
    }

    private static StoredPart Named(IReadOnlyList<StoredPart> known, string? number, string? etag) =>
        known.FirstOrDefault(part => part.Number.ToString(CultureInfo.InvariantCulture) == number && part.ETag == etag?.Trim('"'))
        ?? throw new OssError(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found or the specified entity tag might not have matched.",
            "0042-00000203");
}
