using FcWorkflowTrigger.Emulator.Oss.Operations;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>
/// Access control lists. A new bucket is private and blocks public access, as OSS makes buckets since October 2025
/// (OSS documentation, "Block Public Access"), so a public ACL is refused. A bucket that blocks it no longer keeps a public ACL of its own, which
/// has no effect: the local cloud answers no request without a signature.
/// </summary>
internal static class ObjectAcls
{
    public const string Private = "private";

    /// <summary>The object has the ACL of its bucket.</summary>
    public const string Default = "default";

    private const string PublicRead = "public-read";
    private const string PublicReadWrite = "public-read-write";
    private const string BucketSetting = "acl";
    private const string Header = "x-oss-object-acl";
    private const string BucketHeader = "x-oss-acl";

    /// <summary>The ACL in the header of a write; the default without one.</summary>
    /// <exception cref="OssError">OSS has no such ACL, or it is public.</exception>
    public static string ParseHeader(OssCall call) => call.Header(Header) is { } acl ? ForObject(acl) : Default;

    /// <summary>The ACL of a bucket.</summary>
    public static string Of(StoredBucket bucket) => bucket.Documents?.GetValueOrDefault(BucketSetting) ?? Private;

    /// <exception cref="OssError">OSS has no such ACL, or it is public and the bucket blocks public access.</exception>
    public static void SetOf(StoredBucket bucket, OssCall call, OssStore store)
    {
        var isOpen = BucketDocuments.PublicAccess.Find(bucket, "BlockPublicAccess") == "false";

        if (!isOpen || call.Header(BucketHeader) is not (PublicRead or PublicReadWrite))
        {
            RequirePrivateBucket(call);
        }

        store.SetDocument(bucket.Name, BucketSetting, call.Header(BucketHeader));
    }

    /// <exception cref="OssError">The header is missing, OSS has no such ACL, or it is public.</exception>
    public static string RequireHeader(OssCall call) => ForObject(call.Header(Header));

    /// <exception cref="OssError">OSS has no such ACL, or it is public.</exception>
    public static void RequirePrivateBucket(OssCall call)
    {
        if (call.Header(BucketHeader) is { } acl && acl != Private)
        {
            throw Refused(acl, "bucket");
        }
    }

    private static string ForObject(string? acl) => acl is Default or Private ? acl : throw Refused(acl, "object");

    private static OssError Refused(string? acl, string what) => acl is PublicRead or PublicReadWrite
        ? OssError.AccessDenied($"Put public {what} acl is not allowed.")
        : OssError.InvalidArgument($"'{acl}' is not an ACL for this {what}.");
}
