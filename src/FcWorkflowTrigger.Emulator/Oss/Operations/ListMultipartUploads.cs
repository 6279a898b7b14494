namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>ListMultipartUploads: the open uploads of a bucket, in order of key, grouped at a delimiter, a page at a time.</summary>
internal static class ListMultipartUploads
{
    private const int DefaultMaxUploads = 1000;

    public static Task PerformAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        var (prefix, delimiter) = (call.Target["prefix"] ?? "", call.Target["delimiter"] ?? "");
        var (keyMarker, idMarker) = (call.Target["key-marker"] ?? "", call.Target["upload-id-marker"] ?? "");
        var max = call.Number("max-uploads", DefaultMaxUploads);
        var (groups, uploads) = Grouped(store.Uploads.In(call.Bucket), prefix, delimiter);
        var found = After(uploads, keyMarker, idMarker).Take(max + 1).ToArray();
        var page = found[..Math.Min(max, found.Length)];

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("ListMultipartUploadsResult");

            if (call.Target["encoding-type"] is { Length: > 0 } encoding)
            {
                xml.WriteElementString("EncodingType", encoding);
            }

            xml.WriteElementString("Bucket", call.Bucket);
            xml.WriteElementString("KeyMarker", ListObjects.Encoded(call, keyMarker));
            xml.WriteElementString("UploadIdMarker", idMarker);
            xml.WriteElementString("NextKeyMarker", ListObjects.Encoded(call, page.LastOrDefault()?.Whole.Key ?? ""));
            xml.WriteElementString("NextUploadIdMarker", page.LastOrDefault()?.Id ?? "");
            xml.WriteElementString("Delimiter", ListObjects.Encoded(call, delimiter));
            xml.WriteElementString("Prefix", ListObjects.Encoded(call, prefix));
            xml.WriteElementString("MaxUploads", $"{max}");
            xml.WriteElementString("IsTruncated", found.Length > max ? "true" : "false");

            foreach (var upload in page)
            {
                xml.WriteStartElement("Upload");
                xml.WriteElementString("Key", ListObjects.Encoded(call, upload.Whole.Key));
                xml.WriteElementString("UploadId", upload.Id);
                xml.WriteElementString("StorageClass", upload.Whole.StorageClass);
                xml.WriteElementString("Initiated", ListObjects.Time(upload.Initiated));
                xml.WriteEndElement();
            }

            foreach (var group in groups)
            {
                xml.WriteStartElement("CommonPrefixes");
                xml.WriteElementString("Prefix", ListObjects.Encoded(call, group));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
    }

    private static (string[] Groups, StoredUpload[] Uploads) Grouped(IReadOnlyList<StoredUpload> all, string prefix, string delimiter)
    {
        var groups = all
            .Where(upload => upload.Whole.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToLookup(upload => Group(upload.Whole.Key, prefix, delimiter));

        return ([.. groups.Where(group => group.Key.Length > 0).Select(group => group.Key)], [.. groups[""]]);
    }

    // Empty for an upload that stands for itself.
    private static string Group(string key, string prefix, string delimiter)
    {
        var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? "" : key[..(end + delimiter.Length)];
    }

    // An id's marker counts only together with the key's; several uploads may have one key.
    private static IEnumerable<StoredUpload> After(StoredUpload[] uploads, string keyMarker, string idMarker)
    {
        var last = idMarker.Length == 0 ? -1 : Array.FindIndex(uploads, upload => upload.Whole.Key == keyMarker && upload.Id == idMarker);
        return last >= 0 ? uploads.Skip(last + 1) : uploads.Where(upload => string.CompareOrdinal(upload.Whole.Key, keyMarker) > 0);
    }
}
