using System.Globalization;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>The four conditions of HTTP, on a read or on the source of a copy.</summary>
internal static class Conditions
{
    /// <param name="prefix">Empty, or <c>x-oss-copy-source-</c>.</param>
    /// <exception cref="OssError">412, or 304 for a read.</exception>
    public static void Require(OssCall call, StoredObject stored, string prefix)
    {
        if ((call.Header($"{prefix}If-Match") is { } match && !Names(match, stored))
            || (Time(call, $"{prefix}If-Unmodified-Since") is { } unmodified && stored.LastModified > unmodified.AddSeconds(1)))
        {
            throw new OssError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.", "0003-00001403");
        }

        if ((call.Header($"{prefix}If-None-Match") is { } none && Names(none, stored))
            || (Time(call, $"{prefix}If-Modified-Since") is { } modified && stored.LastModified < modified.AddSeconds(1)))
        {
            throw new OssError(304, "NotModified", "Not Modified");
        }
    }

    private static bool Names(string header, StoredObject stored) => header == "*" || header.Trim('"') == stored.ETag;

    private static DateTimeOffset? Time(OssCall call, string name) =>
        DateTimeOffset.TryParse(call.Header(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
