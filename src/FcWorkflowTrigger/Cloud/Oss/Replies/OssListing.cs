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
        OssEntry? entry = null;

        while (xml.Next())
        {
            switch (xml.Name)
            {
                case "IsTruncated":
                    truncated = xml.Text == "true";
                    break;
                case "Key":
                    AddIfWhole(entries, entry);
                    entry = new(Uri.UnescapeDataString(xml.Text), default);
                    break;
                case "LastModified":
                    entry = entry is { } dated ? dated with { LastModified = Time(xml.Text) } : null;
                    break;
                case "ETag":
                    entry = entry is { } tagged ? tagged with { ETag = xml.Text.Trim('"') } : null;
                    break;
                case "Size":
                    entry = entry is { } sized ? sized with { Size = long.Parse(xml.Text, NumberStyles.None, CultureInfo.InvariantCulture) } : null;
                    break;
                case "Type":
                    entry = entry is { } typed ? typed with { Type = xml.Text } : null;
                    break;
            }
        }

        AddIfWhole(entries, entry);
        return new(entries, truncated && entries.Count > 0);
    }

    // A key without its time is no object.
    private static void AddIfWhole(List<OssEntry> entries, OssEntry? entry)
    {
        if (entry is { } whole && whole.LastModified != default)
        {
            entries.Add(whole);
        }
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
