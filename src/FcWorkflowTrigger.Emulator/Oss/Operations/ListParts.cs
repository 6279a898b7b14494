using System.Globalization;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>ListParts: the parts that an open upload has so far, a page at a time.</summary>
internal static class ListParts
{
    private const int DefaultMaxParts = 1000;

    public static Task PerformAsync(OssCall call, OssStore store)
    {
        var upload = Multipart.Find(call, store);
        var max = call.Number("max-parts", DefaultMaxParts);
        var after = int.TryParse(call.Target["part-number-marker"], NumberStyles.None, CultureInfo.InvariantCulture, out var marker) ? marker : 0;
        var found = store.Uploads.Parts(upload.Id).Where(part => part.Number > after).Take(max + 1).ToArray();
        var page = found[..Math.Min(max, found.Length)];

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("ListPartsResult");
            xml.WriteElementString("Bucket", call.Bucket);
            xml.WriteElementString("Key", ListObjects.Encoded(call, call.Key));
            xml.WriteElementString("UploadId", upload.Id);
            xml.WriteElementString("StorageClass", upload.Whole.StorageClass);
            xml.WriteElementString("PartNumberMarker", $"{after}");
            xml.WriteElementString("NextPartNumberMarker", $"{page.LastOrDefault()?.Number ?? 0}");
            xml.WriteElementString("MaxParts", $"{max}");
            xml.WriteElementString("IsTruncated", found.Length > max ? "true" : "false");

            foreach (var part in page)
            {
                xml.WriteStartElement("Part");
                xml.WriteElementString("PartNumber", $"{part.Number}");
                xml.WriteElementString("LastModified", ListObjects.Time(part.LastModified));
                xml.WriteElementString("ETag", part.QuotedETag);
                xml.WriteElementString("HashCrc64ecma", Crc64.Compute(part.Body));
                xml.WriteElementString("Size", $"{part.Body.LongLength}");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
    }
}
