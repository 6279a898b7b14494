using System.Xml;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>Reads a GetBucketVersioning answer (OSS documentation, "GetBucketVersioning").</summary>
internal static class OssVersioning
{
    private const string Root = "VersioningConfiguration";

    /// <returns>The status; null when there is none, which is how OSS says that a bucket was never versioned.</returns>
    /// <exception cref="InvalidDataException">The answer is another one: it says nothing of versioning.</exception>
    public static string? Read(string answer)
    {
        try
        {
            using var xml = XmlReader.Create(new StringReader(answer), new() { DtdProcessing = DtdProcessing.Prohibit });

            return xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != Root
                ? throw new InvalidDataException($"OSS answered GetBucketVersioning with a {xml.LocalName}, not a {Root}.")
                : xml.ReadToDescendant("Status") ? xml.ReadElementContentAsString() : null;
        }
        catch (XmlException problem)
        {
            throw new InvalidDataException("OSS answered GetBucketVersioning with something that is not XML.", problem);
        }
    }
}
