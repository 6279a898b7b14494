namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>CopyObject within this emulator.</summary>
internal static class CopyObject
{
    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        var original = Source(call, store);
        var tags = ObjectTags.ForCopy(call, original);
        var replaces = call.Header("x-oss-metadata-directive") == "REPLACE";
        var stored = store.Change(call.Bucket, call.Key, "ObjectCreated:CopyObject", call.RequestId, current =>
        {
            PutObject.RequireAbsent(call, store, current);
            return ObjectContent.Create(call, original.Body, original.ETag, "Normal") with
            {
                Meta = replaces ? call.Meta() : original.Meta,
                ContentType = replaces ? call.Header("Content-Type") ?? original.ContentType : original.ContentType,
                Headers = replaces ? StandardHeaders.From(call) : original.Headers,
                Tags = tags,
            };
        });

        await OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("CopyObjectResult");
            xml.WriteElementString("ETag", stored.QuotedETag);
            xml.WriteElementString("LastModified", ListObjects.Time(stored.LastModified));
            xml.WriteEndElement();
        });
    }

    /// <summary>The object in <c>x-oss-copy-source</c>, of CopyObject and of UploadPartCopy.</summary>
    /// <exception cref="OssError">There is none, its conditions do not hold, or it is archived.</exception>
    public static StoredObject Source(OssCall call, OssStore store)
    {
        // A version id would follow a question mark.
        var (path, query) = call.Header("x-oss-copy-source")!.Split('?', 2) is [var before, var after] ? (before, after) : (call.Header("x-oss-copy-source")!, "");

        if (query.Length > 0)
        {
            throw OssError.NotServed("A version of the source of a copy");
        }

        var source = Uri.UnescapeDataString(path).TrimStart('/').Split('/', 2);
        ObjectName.Require(source[^1]);
        var original = Symlink.Follow(store, source.Length == 2 ? store.Require(source[0], source[1]) : throw OssError.NoSuchKey());
        Conditions.Require(call, original, "x-oss-copy-source-");
        StorageClasses.RequireReadable(original);
        return original;
    }
}
