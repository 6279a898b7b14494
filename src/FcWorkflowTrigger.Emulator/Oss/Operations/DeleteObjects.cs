using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>DeleteObject and DeleteMultipleObjects: well answered whether or not anything was there.</summary>
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
            throw new OssError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", "0017-00000103");
        }

        using var stream = new MemoryStream(body);
        var request = XDocument.Load(stream).Root!;
        var keys = request.Elements("Object").Select(entry => entry.Element("Key")!.Value).ToArray();

        if (keys.Length > MaxKeys)
        {
            throw new OssError(400, "MalformedXML", $"At most {MaxKeys} keys are deleted at once.", "0016-00000610");
        }

        foreach (var key in keys)
        {
            store.Delete(call.Bucket, key);
        }

        await AnswerAsync(call, request.Element("Quiet")?.Value == "true" ? [] : keys);
    }

    private static Task AnswerAsync(OssCall call, IReadOnlyList<string> keys) => OssReply.XmlAsync(call.Http, xml =>
    {
        xml.WriteStartElement("DeleteResult");
        xml.WriteElementString("EncodingType", "url");

        foreach (var key in keys)
        {
            xml.WriteStartElement("Deleted");
            xml.WriteElementString("Key", Uri.EscapeDataString(key));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });
}
