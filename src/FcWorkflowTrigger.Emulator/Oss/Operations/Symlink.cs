namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>PutSymlink and GetSymlink. Reads of the link give the object that it names (see <see cref="GetObject"/>).</summary>
internal static class Symlink
{
    public const string Type = "Symlink";

    private const string Header = "x-oss-symlink-target";

    public static Task PutAsync(OssCall call, OssStore store)
    {
        var target = call.Header(Header) is { Length: > 0 } header ? Uri.UnescapeDataString(header) : throw OssError.InvalidArgument($"{Header} names the target.");
        ObjectName.Require(target);
        var link = ObjectContent.Create(call, [], ObjectContent.ETag([]), Type) with { SymlinkTarget = target };
        var stored = store.Change(call.Bucket, call.Key, "ObjectCreated:PutSymlink", call.RequestId, current =>
        {
            PutObject.RequireAbsent(call, store, current);
            return link;
        });
        call.Http.Response.Headers.ETag = stored.QuotedETag;
        return Task.CompletedTask;
    }

    public static Task GetAsync(OssCall call, OssStore store)
    {
        var stored = store.Require(call.Bucket, call.Key);
        var target = stored.SymlinkTarget ?? throw new OssError(400, "NotSymlink", "The object is not a symbolic link.");
        call.Http.Response.Headers[Header] = Uri.EscapeDataString(target);
        call.Http.Response.Headers.ETag = stored.QuotedETag;
        call.Http.Response.Headers.LastModified = GetObject.HttpTime(stored.LastModified);
        return Task.CompletedTask;
    }

    /// <summary>The object that a link names; the object itself if it is no link.</summary>
    /// <exception cref="OssError">The target is missing, or a link itself.</exception>
    public static StoredObject Follow(OssStore store, StoredObject stored)
    {
        if (stored.SymlinkTarget is not { } target)
        {
            return stored;
        }

        var found = store.Find(stored.Bucket, target) ?? throw new OssError(404, "SymlinkTargetNotExist", "The symlink target object does not exist.");
        return found.Type == Type
            ? throw new OssError(400, "InvalidTargetType", "The symbolic link's target cannot be a symbolic link.")
            : found;
    }
}
