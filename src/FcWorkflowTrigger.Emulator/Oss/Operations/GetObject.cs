using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>GetObject and HeadObject, with ranges and conditions.</summary>
internal static class GetObject
{
    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        store.RequireBucket(call.Bucket);
        var stored = store.Find(call.Bucket, call.Key) ?? throw OssError.NoSuchKey();
        Conditions.Require(call, stored, "");

        if (!HttpMethods.IsHead(call.Method))
        {
            StorageClasses.RequireReadable(stored);
        }

        var (from, length) = Range(call, stored.Body.LongLength);
        Describe(call.Http.Response, stored, length);

        if (!HttpMethods.IsHead(call.Method))
        {
            await call.Http.Response.Body.WriteAsync(stored.Body.AsMemory((int)from, (int)length), call.Http.RequestAborted);
        }
    }

    private static void Describe(HttpResponse response, StoredObject stored, long length)
    {
        response.ContentType = stored.ContentType;
        response.ContentLength = length;
        response.Headers.ETag = stored.QuotedETag;
        response.Headers.LastModified = stored.LastModified.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.AcceptRanges = "bytes";
        response.Headers["x-oss-object-type"] = stored.Type;
        response.Headers["x-oss-storage-class"] = stored.StorageClass;
        response.Headers["x-oss-hash-crc64ecma"] = Crc64.Compute(stored.Body);

        if (stored.Type == "Appendable")
        {
            response.Headers["x-oss-next-append-position"] = $"{stored.Body.LongLength}";
        }

        if (stored.Tags is { Count: > 0 } tags)
        {
            response.Headers["x-oss-tagging-count"] = $"{tags.Count}";
        }

        foreach (var (name, value) in stored.Meta)
        {
            response.Headers[name] = value;
        }
    }

    // Several ranges, and units other than bytes, are ignored, as OSS does.
    private static (long From, long Length) Range(OssCall call, long size)
    {
        if (!RangeHeaderValue.TryParse(call.Header("Range"), out var range) || range is not { Unit.Value: "bytes", Ranges.Count: 1 })
        {
            return (0, size);
        }

        var one = range.Ranges.First();
        var from = one.From ?? Math.Max(0, size - one.To!.Value);
        var to = one.From is null ? size - 1 : Math.Min(one.To ?? size - 1, size - 1);

        if (from >= size)
        {
            throw new OssError(416, "InvalidRange", "The requested range cannot be satisfied.", "0017-00000701");
        }

        call.Http.Response.StatusCode = StatusCodes.Status206PartialContent;
        call.Http.Response.Headers.ContentRange = $"bytes {from}-{to}/{size}";
        return (from, to - from + 1);
    }
}
