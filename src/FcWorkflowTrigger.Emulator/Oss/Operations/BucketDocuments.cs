using System.Text;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>Settings of a bucket that are kept as they were sent and have no effect here: lifecycle, encryption, and whether public access is blocked.</summary>
internal static class BucketDocuments
{
    private const string Unblocked = "<PublicAccessBlockConfiguration><BlockPublicAccess>false</BlockPublicAccess></PublicAccessBlockConfiguration>";

    /// <summary>OSS documentation, "PutBucketLifecycle".</summary>
    public static readonly BucketDocument Lifecycle = new("lifecycle", "LifecycleConfiguration", () => new(404, "NoSuchLifecycle", "No Row found in Lifecycle Table."));

    /// <summary>OSS documentation, "PutBucketEncryption".</summary>
    public static readonly BucketDocument Encryption = new(
        "encryption", "ServerSideEncryptionRule", () => new(404, "NoSuchServerSideEncryptionRule", "The server side encryption configuration does not exist."));

    /// <summary>OSS documentation, "PutBucketPublicAccessBlock". A new bucket blocks public access; without the setting it does not.</summary>
    public static readonly BucketDocument PublicAccess = new("publicAccessBlock", "PublicAccessBlockConfiguration", OssError.Internal)
    {
        Default = "<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>",
        Deleted = Unblocked,
    };

    public static async Task PutAsync(BucketDocument kind, OssCall call, OssStore store)
    {
        var body = await call.BodyAsync();

        if (OssCall.Xml(body).Name.LocalName != kind.Root)
        {
            throw OssError.MalformedXml($"The root is {kind.Root}.");
        }

        store.SetDocument(call.Bucket, kind.Name, Encoding.UTF8.GetString(body));
    }

    public static async Task GetAsync(BucketDocument kind, OssCall call, OssStore store)
    {
        var text = kind.Read(store.Bucket(call.Bucket)) ?? throw kind.Missing();
        call.Http.Response.ContentType = "application/xml";
        await call.Http.Response.WriteAsync(text, call.Http.RequestAborted);
    }

    public static Task DeleteAsync(BucketDocument kind, OssCall call, OssStore store)
    {
        store.SetDocument(call.Bucket, kind.Name, kind.Deleted);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

/// <summary>One of these settings.</summary>
/// <param name="Name">The sub-resource.</param>
/// <param name="Missing">What OSS answers where nothing is set.</param>
internal sealed record BucketDocument(string Name, string Root, Func<OssError> Missing)
{
    /// <summary>Of a bucket for which nobody has set it; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>What is left when it is deleted; null for nothing.</summary>
    public string? Deleted { get; init; }

    public string? Read(StoredBucket bucket) => bucket.Documents?.GetValueOrDefault(Name) ?? Default;

    /// <summary>The text of an element of the setting; null when there is none.</summary>
    public string? Find(StoredBucket bucket, string element) =>
        Read(bucket) is { } text ? OssCall.Xml(Encoding.UTF8.GetBytes(text)).Descendants().FirstOrDefault(found => found.Name.LocalName == element)?.Value : null;
}
