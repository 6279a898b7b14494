using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss.Signing;

/// <summary>Checks the old signature (OSS documentation, "Signature version 1"), in the header and in the URL.</summary>
internal static class OssV1Check
{
    private static readonly HashSet<string> SubResources = new(
        [
            "acl", "uploads", "location", "cors", "logging", "website", "referer", "lifecycle", "delete", "append", "tagging", "objectMeta",
            "uploadId", "partNumber", "security-token", "position", "img", "style", "symlink", "restore", "versions", "versioning", "versionId",
            "stat", "bucketInfo", "continuation-token", "callback", "callback-var", "response-content-type", "response-content-language",
            "response-expires", "response-cache-control", "response-content-disposition", "response-content-encoding",
            "asyncFetch", "cleanRestoredObject", "comp", "encryption", "endTime", "inventory", "inventoryId", "live", "policy", "qos", "regions",
            "publicAccessBlock", "requestPayment", "startTime", "status", "vod", "worm", "wormExtend", "wormId",
        ],
        StringComparer.Ordinal);

    public static void Header(OssCall call, string authorization, DateTimeOffset now)
    {
        var parts = authorization["OSS ".Length..].Split(':', 2);
        var date = call.Header("x-oss-date") ?? call.Header("Date") ?? "";

        OssSignatureCheck.RequireKey(parts[0]);
        OssSignatureCheck.RequireRecent(
            DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null, now);
        Require(call, date, parts.ElementAtOrDefault(1) ?? "");
    }

    public static void Url(OssCall call, string signature, DateTimeOffset now)
    {
        var expires = call.Target["Expires"] ?? "";
        OssSignatureCheck.RequireKey(call.Target["OSSAccessKeyId"] ?? "");

        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until) || until < now.ToUnixTimeSeconds())
        {
            throw new OssError(403, "AccessDenied", "Request has expired.", "0002-00000069");
        }

        Require(call, expires, signature);
    }

    [SuppressMessage("Security", "CA5350", Justification = "OSS defines its first signature as HMAC-SHA1.")]
    private static void Require(OssCall call, string date, string signature)
    {
        var toSign = $"{call.Method}\n{call.Header("Content-MD5")}\n{call.Header("Content-Type")}\n{date}\n{OssHeaders(call)}{Resource(call)}";
        var expected = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(LocalAccount.AccessKeySecret), Encoding.UTF8.GetBytes(toSign)));
        OssSignatureCheck.RequireEqual(expected, signature, toSign);
    }

    private static string OssHeaders(OssCall call) => string.Concat(call.Http.Request.Headers
        .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString().Trim()))
        .Where(header => header.Name.StartsWith("x-oss-", StringComparison.Ordinal))
        .OrderBy(header => header.Name, StringComparer.Ordinal)
        .Select(header => $"{header.Name}:{header.Value}\n"));

    private static string Resource(OssCall call)
    {
        var parameters = call.Target.Query
            .Where(pair => SubResources.Contains(pair.Key) || pair.Key.StartsWith("x-oss-", StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => string.IsNullOrEmpty(pair.Value) ? pair.Key : $"{pair.Key}={pair.Value}")
            .ToArray();
        var path = call.Bucket.Length == 0 ? "/" : $"/{call.Bucket}/{call.Key}";

        return parameters.Length == 0 ? path : $"{path}?{string.Join('&', parameters)}";
    }
}
