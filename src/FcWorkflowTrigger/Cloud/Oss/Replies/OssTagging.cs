using System.Security;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a reply of GetObjectTagging, and writes the same document for PutObjectTagging (OSS documentation, "PutObjectTagging").</summary>
internal static class OssTagging
{
    public static byte[] Write(IReadOnlyDictionary<string, string> tags) => Encoding.UTF8.GetBytes(
        $"<Tagging><TagSet>{string.Concat(tags.Select(tag => $"<Tag><Key>{SecurityElement.Escape(tag.Key)}</Key><Value>{SecurityElement.Escape(tag.Value)}</Value></Tag>"))}</TagSet></Tagging>");

    /// <exception cref="InvalidDataException">The reply is not a whole document.</exception>
    public static IReadOnlyDictionary<string, string> Read(byte[] answer)
    {
        using var xml = new OssXml(answer);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var key = "";

        while (xml.Next())
        {
            if (xml.Name == "Key")
            {
                key = xml.Text;
            }
            else if (xml.Name == "Value")
            {
                tags[key] = xml.Text;
            }
        }

        return tags;
    }
}
