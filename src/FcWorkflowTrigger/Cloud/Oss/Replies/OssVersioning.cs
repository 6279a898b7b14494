using System.Text;
using FcWorkflowTrigger.Cloud.Oss.Xml;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>Reads a GetBucketVersioning answer (OSS documentation, "GetBucketVersioning").</summary>
internal static class OssVersioning
{
    private const string Root = "VersioningConfiguration";

    /// <returns>The status; null when there is none, which is how OSS says that a bucket was never versioned.</returns>
    /// <exception cref="InvalidDataException">The answer is another one: it says nothing of versioning.</exception>
    public static string? Read(ReadOnlySpan<byte> answer)
    {
        var xml = new XmlLeaves(answer);
        string? status = null;

        while (xml.Next())
        {
            if (xml.Name.SequenceEqual("Status"u8))
            {
                status ??= xml.Text;
            }
        }

        return Encoding.UTF8.GetString(xml.Root) is var root && root == Root
            ? status
            : throw new InvalidDataException($"OSS answered GetBucketVersioning with a {root}, not a {Root}.");
    }
}
