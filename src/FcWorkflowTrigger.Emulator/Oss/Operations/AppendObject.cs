using System.Globalization;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>AppendObject: adds to an object that is exactly as long as the caller believes.</summary>
internal static class AppendObject
{
    private const string Type = "Appendable";

    public static async Task PerformAsync(OssCall call, OssStore store)
    {
        if (!long.TryParse(call.Target["position"], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            throw OssError.InvalidArgument("The append position is not a number.");
        }

        var added = await ObjectContent.ReadAsync(call);
        StorageClasses.RequireAppendable(added);
        var stored = store.Change(call.Bucket, call.Key, "ObjectCreated:AppendObject", call.RequestId, current =>
        {
            RequirePosition(current, position);

            // An empty append to an existing object changes nothing. An empty append to a missing object creates it.
            if (current is not null && added.Body.Length == 0)
            {
                return current;
            }

            byte[] body = [.. current?.Body ?? [], .. added.Body];

            // The ETag of an appended object is no MD5 of it in OSS either; it only changes with it.
            return (current ?? added) with { Body = body, Type = Type, ETag = $"{Crc64.Compute(body):X}" };
        });

        call.Http.Response.Headers.ETag = stored.QuotedETag;
        call.Http.Response.Headers["x-oss-hash-crc64ecma"] = Crc64.Compute(stored.Body);
        call.Http.Response.Headers["x-oss-next-append-position"] = $"{stored.Body.LongLength}";
    }

    private static void RequirePosition(StoredObject? current, long position)
    {
        if (current is not null && current.Type != Type)
        {
            throw new OssError(409, "ObjectNotAppendable", "The object is not appendable.", "0026-00000017");
        }

        var length = current?.Body.LongLength ?? 0;

        if (length != position)
        {
            throw new OssError(409, "PositionNotEqualToLength", "Position is not equal to file length.", "0026-00000016") { NextPosition = length };
        }
    }
}
