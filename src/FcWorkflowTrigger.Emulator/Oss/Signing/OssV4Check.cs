using System.Globalization;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss.Signing;

/// <summary>Checks signature version 4, in the header and in the URL.</summary>
internal static class OssV4Check
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int MaxExpires = 7 * 24 * 60 * 60;
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    public static void Header(OssCall call, string authorization, DateTimeOffset now)
    {
        var parts = AuthorizationHeader.Parts(authorization[OssV4.Algorithm.Length..]);
        var date = call.Header("x-oss-date") ?? "";

        OssSignatureCheck.RequireRecent(Time(date), now);
        Require(
            call,
            new(parts.GetValueOrDefault("Credential", ""), parts.GetValueOrDefault("AdditionalHeaders", ""), parts.GetValueOrDefault("Signature", "")),
            date,
            call.Target.Query,
            call.Header("x-oss-content-sha256") ?? Unsigned);
    }

    public static void Url(OssCall call, DateTimeOffset now)
    {
        var date = call.Target["x-oss-date"] ?? "";
        var expires = int.TryParse(call.Target["x-oss-expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

        if (expires is < 1 or > MaxExpires)
        {
            throw OssError.InvalidArgument($"The value of x-oss-expires is a number of seconds from 1 to {MaxExpires}.");
        }

        if (Time(date) is not { } signedAt || signedAt.AddSeconds(expires) < now)
        {
            throw new OssError(403, "AccessDenied", "Request has expired.", "0002-00000069");
        }

        Require(
            call,
            new(call.Target["x-oss-credential"] ?? "", call.Target["x-oss-additional-headers"] ?? "", call.Target["x-oss-signature"] ?? ""),
            date,
            call.Target.Query.Where(pair => pair.Key != "x-oss-signature"),
            Unsigned);
    }

    /// <param name="credential">The access key's id and the scope.</param>
    /// <param name="date"><c>x-oss-date</c>.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="OssError">It is another account's key, or the scope is not that of this region and day.</exception>
    public static string RequireScope(string credential, string date)
    {
        var slash = credential.IndexOf('/', StringComparison.Ordinal);
        OssSignatureCheck.RequireKey(slash < 0 ? credential : credential[..slash]);
        var scope = credential[(slash + 1)..];

        return Time(date) is not null && scope == $"{date[..8]}/{LocalAccount.Region}/oss/aliyun_v4_request"
            ? scope
            : throw OssError.InvalidArgument($"The scope '{scope}' is not that of a request to OSS in {LocalAccount.Region} on the day of x-oss-date.");
    }

    private static void Require(
        OssCall call, Proof proof, string date, IEnumerable<KeyValuePair<string, string?>> query, string payload)
    {
        var scope = RequireScope(proof.Credential, date);
        var headers = call.Http.Request.Headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()));
        var additional = proof.Additional.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var resource = call.Bucket.Length == 0 ? "/" : $"/{call.Bucket}/{call.Key}";
        var toSign = OssV4.StringToSign(date, scope, OssCanonical.Request(call.Method, resource, query, headers, additional, payload));
        OssSignatureCheck.RequireEqual(OssV4.Sign(LocalAccount.AccessKeySecret, scope, toSign), proof.Signature, toSign);
    }

    private static DateTimeOffset? Time(string date) =>
        DateTimeOffset.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private readonly record struct Proof(string Credential, string Additional, string Signature);
}
