using System.Globalization;
using System.Xml;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>ListObjects in both versions: in order of key, grouped at a delimiter, a page at a time.</summary>
internal static class ListObjects
{
    private const int DefaultMaxKeys = 100;

    public static Task V2Async(OssCall call, OssStore store)
    {
        var token = call.Target["continuation-token"];
        var after = token ?? call.Target["start-after"] ?? "";

        return WriteAsync(call, store, after, call.Target["fetch-owner"] == "true", (xml, page) =>
        {
            xml.WriteElementString("StartAfter", Encoded(call, call.Target["start-after"] ?? ""));
            xml.WriteElementString("KeyCount", $"{page.Entries.Count}");

            if (page.IsTruncated)
            {
                xml.WriteElementString("NextContinuationToken", Encoded(call, page.Entries[^1].Name));
            }
        });
    }

    public static Task V1Async(OssCall call, OssStore store) => WriteAsync(call, store, call.Target["marker"] ?? "", withOwner: true, (xml, page) =>
    {
        xml.WriteElementString("Marker", Encoded(call, call.Target["marker"] ?? ""));

        if (page.IsTruncated)
        {
            xml.WriteElementString("NextMarker", Encoded(call, page.Entries[^1].Name));
        }
    });

    /// <summary>As OSS writes times in XML.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", CultureInfo.InvariantCulture);

    /// <summary>A name, percent-encoded if the caller asks for it.</summary>
    public static string Encoded(OssCall call, string name) =>
        call.Target["encoding-type"] == "url" ? Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal) : name;

    private static Task WriteAsync(OssCall call, OssStore store, string after, bool withOwner, Action<XmlWriter, ListPage> writeVersion)
    {
        var (prefix, delimiter) = (call.Target["prefix"] ?? "", call.Target["delimiter"] ?? "");
        var max = call.Number("max-keys", DefaultMaxKeys);
        var page = ListPage.Create(store.List(call.Bucket, prefix, after), prefix, delimiter, after, max);

        return OssReply.XmlAsync(call.Http, xml =>
        {
            xml.WriteStartElement("ListBucketResult");
            xml.WriteElementString("Name", call.Bucket);
            xml.WriteElementString("Prefix", Encoded(call, prefix));
            xml.WriteElementString("MaxKeys", $"{max}");
            xml.WriteElementString("Delimiter", Encoded(call, delimiter));

            if (call.Target["encoding-type"] is { Length: > 0 } encoding)
            {
                xml.WriteElementString("EncodingType", encoding);
            }

            xml.WriteElementString("IsTruncated", page.IsTruncated ? "true" : "false");
            writeVersion(xml, page);
            page.Write(xml, withOwner, name => Encoded(call, name));
            xml.WriteEndElement();
        });
    }
}
