namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a GetBucketVersioning answer (OSS documentation, "GetBucketVersioning").</summary>
internal static class OssVersioning
{
    private const string Root = "VersioningConfiguration";

    /// <returns>The status; null when there is none, which is how OSS says that a bucket was never versioned.</returns>
    /// <exception cref="InvalidDataException">The answer is another one: it says nothing of versioning.</exception>
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
