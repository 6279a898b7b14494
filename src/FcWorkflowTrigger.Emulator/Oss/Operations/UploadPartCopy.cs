namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>UploadPartCopy: a part of an upload whose bytes come from another object.</summary>
internal static class UploadPartCopy
{
    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        var (upload, number) = (Multipart.Find(call, store), Multipart.PartNumber(call));
        var source = CopyObject.Source(call, store);
        var range = ByteRange.Parse(call.Header("x-oss-copy-source-range"), source.Body.LongLength, isStandard: false);
        var body = range.Of(source.Body).ToArray();
        var part = store.PutPart(upload, new(upload.Id, number, body, ObjectContent.ETag(body)), "ObjectCreated:UploadPartCopy", call.RequestId);

        if (range.IsPart)
        {
            call.Http.Response.Headers.ContentRange = $"bytes {range.From}-{range.From + range.Length - 1}/{source.Body.LongLength}";
        }

        call.Http.Response.Headers.ETag = part.QuotedETag;
        await OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("CopyPartResult");
            xml.WriteElementString("LastModified", ListObjects.Time(part.LastModified));
            xml.WriteElementString("ETag", part.QuotedETag);
            xml.WriteEndElement();
        });
    }
}
