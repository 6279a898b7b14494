namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>
/// Access control lists. Every bucket here is private and blocks public access, as OSS makes buckets since October 2025
/// (OSS documentation, "Block Public Access"), so a public ACL is refused.
/// </summary>
internal static class ObjectAcls
{
    public const string Private = "private";

    /// <summary>The object has the ACL of its bucket.</summary>
    public const string Default = "default";

    private const string Header = "x-oss-object-acl";
    private const string BucketHeader = "x-oss-acl";

    /// <summary>The ACL in the header of a write; the default without one.</summary>
    /// <exception cref="OssError">OSS has no such ACL, or it is public.</exception>
    public static string ParseHeader(OssCall call) => call.Header(Header) is { } acl ? ForObject(acl) : Default;

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

    private static OssError Refused(string? acl, string what) => acl is "public-read" or "public-read-write"
        ? OssError.AccessDenied($"Put public {what} acl is not allowed.")
        : OssError.InvalidArgument($"'{acl}' is not an ACL for this {what}.");
}
