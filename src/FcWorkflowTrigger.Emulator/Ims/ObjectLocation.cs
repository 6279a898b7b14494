using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The object of an input URL. All forms of the URL of one object give the same location.</summary>
internal readonly record struct ObjectLocation(string Bucket, string Key)
{
    /// <summary>
    /// <c>oss://bucket/key</c>, <c>oss://bucket.oss-region.aliyuncs.com/key</c> or <c>http(s)://bucket.oss-region.aliyuncs.com/key</c>. Null for
    /// anything else, and for a bucket of another region.
    /// </summary>
    public static ObjectLocation? Parse(string? url)
    {
        var (scheme, rest) = url?.Split("://", 2) is [var first, var second] ? (first, second) : ("", "");
        var slash = rest.IndexOf('/', StringComparison.Ordinal);

        if (scheme is not ("oss" or "http" or "https") || slash <= 0 || slash == rest.Length - 1)
        {
            return null;
        }

        var (host, key) = (rest[..slash].Split('.'), rest[(slash + 1)..]);
        return host.Length > 1 && IsOtherRegion(host[1]) ? null : new(host[0], scheme == "oss" ? key : Uri.UnescapeDataString(key));
    }

    /// <summary>Whether its <c>bucket/key</c> begins like this: a plain prefix, as the documentation's examples are.</summary>
    public bool IsBelow(string prefix) => $"{Bucket}/{Key}".StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsOtherRegion(string endpoint) =>
        endpoint.StartsWith("oss-", StringComparison.Ordinal) && endpoint is not ($"oss-{LocalAccount.Region}" or $"oss-{LocalAccount.Region}-internal");
}
