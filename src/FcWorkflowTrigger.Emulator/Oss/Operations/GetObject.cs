using System.Globalization;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetObject, HeadObject and GetObjectMeta, with ranges and conditions.</summary>
internal static class GetObject
{
    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        var named = store.Require(call.Bucket, call.Key);
        var stored = Symlink.Follow(store, named);
        Conditions.Require(call, stored, "");

        if (!HttpMethods.IsHead(call.Method))
        {
            StorageClasses.RequireReadable(stored);
        }

        var range = ByteRange.Parse(call.Header("Range"), stored.Body.LongLength, call.Header("x-oss-range-behavior") == "standard");
        Describe(call, stored, named.Type);
        range.Describe(call.Http.Response, stored.Body.LongLength);

        if (!HttpMethods.IsHead(call.Method))
        {
            await call.Http.Response.Body.WriteAsync(range.Of(stored.Body), call.Http.RequestAborted);
        }
    }

    /// <summary>As HeadObject, yet only size, ETag and time.</summary>
    public static Task MetaAsync(OssCall call, OssStore store)
    {
        var stored = Symlink.Follow(store, store.Require(call.Bucket, call.Key));
        call.Http.Response.ContentLength = stored.Body.LongLength;
        call.Http.Response.Headers.ETag = stored.QuotedETag;
        call.Http.Response.Headers.LastModified = HttpTime(stored.LastModified);
        return Task.CompletedTask;
    }

    /// <summary>As HTTP writes times.</summary>
    public static string HttpTime(DateTimeOffset at) => at.ToString("R", CultureInfo.InvariantCulture);

    /// <param name="type">The type of the object that was asked for; the rest is of the object that was found.</param>
    private static void Describe(OssCall call, StoredObject stored, string type)
    {
        var headers = call.Http.Response.Headers;
        StandardHeaders.Send(call, stored);
        headers.ETag = stored.QuotedETag;
        headers.LastModified = HttpTime(stored.LastModified);
        headers.AcceptRanges = "bytes";
        headers["x-oss-object-type"] = type;
        headers["x-oss-storage-class"] = stored.StorageClass;
        headers["x-oss-hash-crc64ecma"] = Crc64.Compute(stored.Body);

        if (stored.Type == "Normal")
        {
            headers.ContentMD5 = ObjectContent.Md5Base64(stored.Body);
        }

        if (stored.Type == "Appendable")
        {
            headers["x-oss-next-append-position"] = $"{stored.Body.LongLength}";
        }

        if (stored.Tags is { Count: > 0 } tags)
        {
            headers["x-oss-tagging-count"] = $"{tags.Count}";
        }

        foreach (var (name, value) in stored.Meta)
        {
            headers[name] = value;
        }
    }
}
