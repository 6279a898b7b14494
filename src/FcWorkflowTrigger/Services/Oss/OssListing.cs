using System.Globalization;
using System.Xml;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Reads a ListObjectsV2 answer as it streams in (OSS documentation, "ListObjectsV2"), asked for with <c>encoding-type=url</c>.</summary>
internal static class OssListing
{
    public static async Task<OssPage> ReadAsync(Stream xml)
    {
        using var reader = XmlReader.Create(xml, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        var entries = new List<OssEntry>();
        var truncated = false;
        var key = "";
        await reader.ReadAsync();

        while (!reader.EOF)
        {
            switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
            {
                case "IsTruncated":
                    truncated = await reader.ReadElementContentAsStringAsync() == "true";
                    break;
                case "Key":
                    key = Uri.UnescapeDataString(await reader.ReadElementContentAsStringAsync());
                    break;
                case "LastModified":
                    entries.Add(new(key, Time(await reader.ReadElementContentAsStringAsync())));
                    break;
                default:
                    await reader.ReadAsync();
                    break;
            }
        }

        return new(entries, truncated && entries.Count > 0);
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
