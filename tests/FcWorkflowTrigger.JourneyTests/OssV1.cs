using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Signs as an old OSS client would (signature version 1), so that these tests share no signing code with either side.</summary>
internal static class OssV1
{
    /// <param name="key">Empty for the bucket itself.</param>
    /// <param name="query">No sub-resources: the others are not signed.</param>
    /// <param name="subResource">One without a value, as in <c>versioning</c>, which is signed; not together with a query.</param>
    /// <param name="header">One of <c>x-oss-*</c>, which are signed, as in <c>x-oss-tagging: a=1</c>.</param>
    public static async Task<HttpRequestMessage> SignedAsync(
        this LocalCloud cloud, HttpMethod method, string bucket, string key, string secret = "local-secret", string query = "", string? header = null, string? subResource = null)
    {
        var date = (await cloud.NowAsync()).ToString("R", CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(method, Verbatim($"{cloud.Oss}/{bucket}/{Uri.EscapeDataString(key)}{query}{Question(subResource)}"));
        request.Headers.TryAddWithoutValidation("Date", date);
        request.Headers.TryAddWithoutValidation("Authorization", $"OSS local:{Sign($"{method}\n\n\n{date}\n{Line(header)}/{bucket}/{key}{Question(subResource)}", secret)}");

        if (header?.Split(": ", 2) is [var name, var value])
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static string Question(string? subResource) => subResource is null ? "" : $"?{subResource}";

    private static string Line(string? header) => header is null ? "" : $"{header.Replace(": ", ":", StringComparison.Ordinal)}\n";

    private static Uri Verbatim(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "OSS defines its first signature as HMAC-SHA1.")]
    private static string Sign(string text, string secret) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
