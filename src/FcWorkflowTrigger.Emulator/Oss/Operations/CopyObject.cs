namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>CopyObject within this emulator.</summary>
internal static class CopyObject
{
    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        var source = Uri.UnescapeDataString(call.Header("x-oss-copy-source")!).TrimStart('/').Split('/', 2);
        ObjectName.Require(source[^1]);
        var original = (source.Length == 2 ? store.Find(source[0], source[1]) : null) ?? throw OssError.NoSuchKey();
        Conditions.Require(call, original, "x-oss-copy-source-");
        StorageClasses.RequireReadable(original);
        var tags = ObjectTags.ForCopy(call, original);
        var replaces = call.Header("x-oss-metadata-directive") == "REPLACE";
        var stored = store.Change(call.Bucket, call.Key, "ObjectCreated:CopyObject", call.RequestId, current =>
        {
            PutObject.RequireAbsent(call, store, current);
            return ObjectContent.Create(call, original.Body, original.ETag, "Normal") with
            {
                Meta = replaces ? call.Meta() : original.Meta,
                ContentType = replaces ? call.Header("Content-Type") ?? original.ContentType : original.ContentType,
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
}
