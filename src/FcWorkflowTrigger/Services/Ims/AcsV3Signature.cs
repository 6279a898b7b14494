using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Services.Ims;

/// <summary>Alibaba Cloud's OpenAPI signature version 3, for RPC calls without a body (SDK documentation, "V3 request structure and signature").</summary>
internal static class AcsV3Signature
{
    /// <summary>SHA-256 of nothing, the body of every call here.</summary>
    public const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Sorted and encoded: what is signed and, verbatim, what is sent. A null value is left out, an empty one keeps its <c>=</c>.</summary>
    public static string CanonicalQuery(IEnumerable<KeyValuePair<string, string?>> parameters) => string.Join('&', parameters
        .Where(pair => pair.Value is not null)
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{UrlEncoding.Escape(pair.Key)}={UrlEncoding.Escape(pair.Value!)}"));

    /// <summary>The <c>Authorization</c> header.</summary>
    /// <param name="headers">All to be signed: <c>host</c> and every <c>x-acs-*</c>, in lower case.</param>
    public static string Authorize(
        Credentials credentials,
        string method,
        string canonicalQuery,
        IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        var sorted = headers.OrderBy(header => header.Key, StringComparer.Ordinal).ToArray();
        var signed = string.Join(';', sorted.Select(header => header.Key));
        var canonical = $"{method}\n/\n{canonicalQuery}\n"
            + string.Concat(sorted.Select(header => $"{header.Key}:{header.Value.Trim()}\n"))
            + $"\n{signed}\n{EmptyBodyHash}";
        var toSign = $"{Algorithm}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(credentials.AccessKeySecret), Encoding.UTF8.GetBytes(toSign));

        return $"{Algorithm} Credential={credentials.AccessKeyId},SignedHeaders={signed},Signature={Convert.ToHexStringLower(signature)}";
    }
}
