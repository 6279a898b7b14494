namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>DeleteObject and DeleteMultipleObjects. Both succeed even if the object does not exist.</summary>
internal static class DeleteObjects
{
    private const int MaxKeys = 1000;

    public static Task OneAsync(OssCall call, OssStore store)
    {
        store.Delete(call.Bucket, call.Key);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static async Task ManyAsync(OssCall call, OssStore store)
    {
        var body = await call.BodyAsync();

        if (call.Header("Content-MD5") != ObjectContent.Md5Base64(body))
        {
            throw OssError.InvalidDigest();
        }

        var request = OssCall.Xml(body);
        var keys = request.Elements("Object").Select(entry => entry.Element("Key")?.Value ?? throw OssError.MalformedXml("A key is missing.")).ToArray();

        if (keys.Length is 0 or > MaxKeys)
        {
            throw OssError.MalformedXml($"From 1 to {MaxKeys} keys are deleted at once.");
        }

        foreach (var key in keys)
        {
            ObjectName.Require(key);
        }

        foreach (var key in keys)
        {
            store.Delete(call.Bucket, key);
        }

        await AnswerAsync(call, request.Element("Quiet")?.Value == "true" ? [] : keys);
    }

    private static Task AnswerAsync(OssCall call, IReadOnlyList<string> keys) => OssReply.XmlAsync(call.Http, xml =>
    {
        var encoded = call.Target["encoding-type"] == "url";
        xml.WriteStartElement("DeleteResult");

        if (encoded)
        {
            xml.WriteElementString("EncodingType", "url");
        }

        foreach (var key in keys)
        {
            xml.WriteStartElement("Deleted");
            xml.WriteElementString("Key", encoded ? Uri.EscapeDataString(key) : key);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });
}
