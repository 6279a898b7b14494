namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PutObject, with the one condition OSS knows for it.</summary>
internal static class PutObject
{
    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        if (call.Header("If-None-Match") is not null || call.Header("If-Match") is not null)
        {
            throw OssError.NotImplemented();
        }

        var fresh = await ObjectContent.ReadAsync(call);
        var stored = store.Change(call.Bucket, call.Key, "ObjectCreated:PutObject", call.RequestId, current =>
        {
            RequireAbsent(call, store, current);
            return fresh;
        });
        ObjectContent.Answer(call, stored);
    }

    /// <summary>As in OSS, a bucket that was ever versioned ignores the condition and overwrites.</summary>
    /// <exception cref="OssError">The object exists, or the header is neither true nor false.</exception>
    public static void RequireAbsent(OssCall call, OssStore store, StoredObject? current)
    {
        var forbid = call.Header("x-oss-forbid-overwrite") ?? "false";

        if (forbid is not ("true" or "false"))
        {
            throw new OssError(400, "InvalidArgument", "The value of x-oss-forbid-overwrite is true or false.", "0017-00000279");
        }

        if (current is not null && forbid == "true" && !store.IsVersioned(call.Bucket))
        {
            throw new OssError(409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten.", "0026-00000002");
        }
    }
}
