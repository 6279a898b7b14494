using System.Xml;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Reads a GetObjectTagging answer (OSS documentation, "GetObjectTagging").</summary>
internal static class OssTagging
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Stream xml)
    {
        using var reader = XmlReader.Create(xml, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var key = "";
        await reader.ReadAsync();

        while (!reader.EOF)
        {
            switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
            {
                case "Key":
                    key = await reader.ReadElementContentAsStringAsync();
                    break;
                case "Value":
                    tags[key] = await reader.ReadElementContentAsStringAsync();
                    break;
                default:
                    await reader.ReadAsync();
                    break;
            }
        }

        return tags;
    }
}
