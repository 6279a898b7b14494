namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>Storage classes of objects (OSS documentation, "Storage classes"), and the operations that they forbid.</summary>
internal static class StorageClasses
{
    /// <summary>Also the class of every bucket here.</summary>
    public const string Standard = "Standard";

    private const string InfrequentAccess = "IA";
    private const string Archive = "Archive";
    private const string Header = "x-oss-storage-class";

    /// <summary>The storage class in the header of a write, or the class of the bucket.</summary>
    /// <exception cref="OssError">OSS has no such class (EC 0017-00000132).</exception>
    public static string ParseHeader(OssCall call) => call.Header(Header) switch
    {
        null => Standard,
        Standard or InfrequentAccess or Archive or "ColdArchive" or "DeepColdArchive" => call.Header(Header)!,
        _ => throw new OssError(400, "InvalidArgument", $"The value of {Header} is no storage class.", "0017-00000132"),
    };

    /// <exception cref="OssError">Objects of this storage class cannot be appended to (EC 0016-00000503).</exception>
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
