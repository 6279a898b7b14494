using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>ListObjectsV2 (OSS documentation, "ListObjectsV2") with <c>encoding-type=url</c>: the call, and its reply.</summary>
internal static class OssListing
{
    /// <param name="startAfter">Only keys after this one; null for all.</param>
    public static OssCall CreateCall(string prefix, string? startAfter) => new(
        HttpMethod.Get,
        "",
        [
            new("list-type", "2"),
            new("prefix", prefix),
            new("max-keys", "1000"),
            new("encoding-type", "url"),
            .. startAfter is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("start-after", startAfter)],
        ],
        []);

    /// <exception cref="OssException">OSS refused the call.</exception>
    /// <exception cref="InvalidDataException">The reply is not a whole listing.</exception>
    public static async Task<OssPage> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        await OssError.ThrowUnlessSuccessAsync("ListObjectsV2", reply, cancellationToken);
        return Read(await reply.Content.ReadAsByteArrayAsync(cancellationToken));
    }

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
