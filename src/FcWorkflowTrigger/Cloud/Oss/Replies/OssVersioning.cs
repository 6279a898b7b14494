namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a reply of GetBucketVersioning (OSS documentation, "GetBucketVersioning").</summary>
internal static class OssVersioning
{
    private const string Root = "VersioningConfiguration";

    /// <returns>The status; null when the reply has none, because the bucket was never versioned.</returns>
    /// <exception cref="InvalidDataException">The reply is another document, which does not show whether the bucket is versioned.</exception>
    public static string? Read(byte[] answer)
    {
        using var xml = new OssXml(answer);
        string? status = null;

        while (xml.Next())
        {
            if (xml.Name == "Status")
            {
                status ??= xml.Text;
            }
        }

        return xml.Root == Root
            ? status
            : throw new InvalidDataException($"OSS answered GetBucketVersioning with a {xml.Root}, not a {Root}.");
    }
}
