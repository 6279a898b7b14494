namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>How an object is stored (OSS documentation, "Storage classes"), and what that forbids.</summary>
internal static class StorageClasses
{
    /// <summary>Also the class of every bucket here.</summary>
    public const string Standard = "Standard";

    private const string InfrequentAccess = "IA";
    private const string Archive = "Archive";
    private const string Header = "x-oss-storage-class";

    /// <summary>What a write asks for, or the bucket's class.</summary>
    /// <exception cref="OssError">OSS has no such class (EC 0017-00000132).</exception>
    public static string Of(OssCall call) => call.Header(Header) switch
    {
        null => Standard,
        Standard or InfrequentAccess or Archive or "ColdArchive" or "DeepColdArchive" => call.Header(Header)!,
        _ => throw new OssError(400, "InvalidArgument", $"The value of {Header} is no storage class.", "0017-00000132"),
    };

    /// <exception cref="OssError">Nothing stored so cold can be appended to (EC 0016-00000503).</exception>
    public static void RequireAppendable(StoredObject added)
    {
        if (added.StorageClass is not (Standard or InfrequentAccess or Archive))
        {
            throw new OssError(400, "InvalidArgument", $"An object that is {added.StorageClass} cannot be appended to.", "0016-00000503");
        }
    }

    /// <summary>An archived object is described, listed and tagged, yet neither read nor copied until it is restored, which never happens here.</summary>
    /// <exception cref="OssError">The object is archived (OSS documentation, "GetObject", error codes).</exception>
    public static void RequireReadable(StoredObject stored)
    {
        if (stored.StorageClass is not (Standard or InfrequentAccess))
        {
            throw new OssError(403, "InvalidObjectState", "The operation is not valid for the object's state");
        }
    }
}
