using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a reply of ListObjectsV2 (OSS documentation, "ListObjectsV2") to a request with <c>encoding-type=url</c>.</summary>
internal static class OssListing
{
    /// <exception cref="InvalidDataException">The reply is not a whole listing.</exception>
    public static OssPage Read(byte[] answer)
    {
        using var xml = new OssXml(answer);
        var entries = new List<OssEntry>();
        var truncated = false;
        var key = "";

        while (xml.Next())
        {
            if (xml.Name == "IsTruncated")
            {
                truncated = xml.Text == "true";
            }
            else if (xml.Name == "Key")
            {
                key = Uri.UnescapeDataString(xml.Text);
            }
            else if (xml.Name == "LastModified")
            {
                entries.Add(new(key, Time(xml.Text)));
            }
        }

        return new(entries, truncated && entries.Count > 0);
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
