namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a reply of GetObjectTagging (OSS documentation, "GetObjectTagging").</summary>
internal static class OssTagging
{
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
