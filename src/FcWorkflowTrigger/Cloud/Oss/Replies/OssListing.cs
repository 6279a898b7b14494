using System.Globalization;
using FcWorkflowTrigger.Cloud.Oss.Xml;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a ListObjectsV2 answer (OSS documentation, "ListObjectsV2"), asked for with <c>encoding-type=url</c>.</summary>
internal static class OssListing
{
    /// <exception cref="InvalidDataException">The answer is not a whole listing.</exception>
    public static OssPage Read(ReadOnlySpan<byte> answer)
    {
        var xml = new XmlLeaves(answer);
        var entries = new List<OssEntry>();
        var truncated = false;
        var key = "";

        while (xml.Next())
        {
            if (xml.Name.SequenceEqual("IsTruncated"u8))
            {
                truncated = xml.Text == "true";
            }
            else if (xml.Name.SequenceEqual("Key"u8))
            {
                key = Uri.UnescapeDataString(xml.Text);
            }
            else if (xml.Name.SequenceEqual("LastModified"u8))
            {
                entries.Add(new(key, Time(xml.Text)));
            }
        }

        return new(entries, truncated && entries.Count > 0);
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
