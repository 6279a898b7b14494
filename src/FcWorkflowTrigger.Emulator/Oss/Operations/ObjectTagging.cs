namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PutObjectTagging, GetObjectTagging and DeleteObjectTagging. None of them is an upload: the time of the object stays the same, and OSS sends no event.</summary>
internal static class ObjectTagging
{
    public static async Task PutAsync(OssCall call, OssStore store) => Set(call, store, ObjectTags.Parse(await call.XmlAsync()));

    public static Task DeleteAsync(OssCall call, OssStore store)
    {
        Set(call, store, ObjectTags.None);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task GetAsync(OssCall call, OssStore store)
    {
        var stored = store.Require(call.Bucket, call.Key);

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("Tagging");
            xml.WriteStartElement("TagSet");

            foreach (var (key, value) in stored.Tags ?? ObjectTags.None)
            {
                xml.WriteStartElement("Tag");
                xml.WriteElementString("Key", key);
                xml.WriteElementString("Value", value);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    private static void Set(OssCall call, OssStore store, IReadOnlyDictionary<string, string> tags) => store.Change(
        call.Bucket,
        call.Key,
        eventName: null,
        call.RequestId,
        current => (current ?? throw OssError.NoSuchKey()) with { Tags = tags });
}
