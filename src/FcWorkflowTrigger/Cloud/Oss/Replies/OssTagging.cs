using FcWorkflowTrigger.Cloud.Oss.Xml;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a GetObjectTagging answer (OSS documentation, "GetObjectTagging").</summary>
internal static class OssTagging
{
    /// <exception cref="InvalidDataException">The answer is not whole.</exception>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> answer)
    {
        var xml = new XmlLeaves(answer);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var key = "";

        while (xml.Next())
        {
            if (xml.Name.SequenceEqual("Key"u8))
            {
                key = xml.Text;
            }
            else if (xml.Name.SequenceEqual("Value"u8))
            {
                tags[key] = xml.Text;
            }
        }

        return tags;
    }
}
