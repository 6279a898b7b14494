using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>A reply of GetBucketInfo (OSS documentation, "GetBucketInfo"), as far as the checks need it.</summary>
/// <param name="Location"><c>oss-cn-shanghai</c></param>
/// <param name="Acl"><c>private</c>, <c>public-read</c> or <c>public-read-write</c>.</param>
/// <param name="Versioning"><c>Enabled</c> or <c>Suspended</c>; null when it never was versioned.</param>
/// <param name="Encryption"><c>None</c>, <c>AES256</c>, <c>KMS</c> or <c>SM4</c>; null when the reply does not say.</param>
/// <param name="KmsKey">The key of KMS that a person has chosen; null for none.</param>
/// <param name="BlocksPublicAccess">Null when the reply does not say.</param>
internal sealed record BucketInfo(string? Location, string? Acl, string? Versioning, string? Encryption, string? KmsKey, bool? BlocksPublicAccess)
{
    private const string Root = "BucketInfo";

    /// <exception cref="InvalidDataException">It is another document.</exception>
    public static BucketInfo Read(byte[] answer)
    {
        using var xml = new OssXml(answer);
        var info = new BucketInfo(null, null, null, null, null, null);

        while (xml.Next())
        {
            info = xml.Name switch
            {
                "Location" => info with { Location = xml.Text },
                "Grant" => info with { Acl = xml.Text },
                "Versioning" => info with { Versioning = NotEmpty(xml.Text) },
                "SSEAlgorithm" => info with { Encryption = xml.Text },
                "KMSMasterKeyID" => info with { KmsKey = NotEmpty(xml.Text) },
                "BlockPublicAccess" => info with { BlocksPublicAccess = xml.Text == "true" },
                _ => info,
            };
        }

        return xml.Root == Root ? info : throw new InvalidDataException($"OSS answered GetBucketInfo with a {xml.Root}, not a {Root}.");
    }

    private static string? NotEmpty(string text) => text.Length > 0 ? text : null;
}
