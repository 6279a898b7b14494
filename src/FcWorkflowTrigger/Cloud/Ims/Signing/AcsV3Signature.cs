using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Cloud.Ims.Signing;

/// <summary>Alibaba Cloud's OpenAPI signature version 3, for RPC calls without a body and for calls of a path with one (SDK documentation, "V3 request structure and signature").</summary>
internal static class AcsV3Signature
{
    /// <summary>SHA-256 of an empty body: no call of the functions to IMS has a body.</summary>
    public const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>The query, sorted and encoded; the same text is signed and sent. A null value is left out, and an empty value keeps its <c>=</c>.</summary>
    public static string Query(KeyValuePair<string, string?>[] parameters)
    {
        Array.Sort(parameters, UrlEncoding.ByName);
        return string.Join('&', parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value!)}"));
    }

    /// <summary>The <c>Authorization</c> header.</summary>
    /// <param name="canonicalQuery">From <see cref="Query"/>.</param>
    /// <param name="headers">The headers to sign: <c>host</c> and every <c>x-acs-*</c>, with names in lower case. This method sorts them.</param>
    public static string Authorize(Credentials credentials, string method, string canonicalQuery, KeyValuePair<string, string>[] headers) =>
        Authorize(credentials, method, "/", canonicalQuery, headers, EmptyBodyHash);

    /// <summary>The same for a call of a path, with a body.</summary>
    /// <param name="path">Encoded.</param>
    /// <param name="bodyHash">SHA-256 of the body, lower-case hex.</param>
    public static string Authorize(
        Credentials credentials, string method, string path, string canonicalQuery, KeyValuePair<string, string>[] headers, string bodyHash)
    {
        Array.Sort(headers, UrlEncoding.ByName);
        var names = string.Join(';', headers.Select(header => header.Key));
        var signed = string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n"));
        var canonical = $"{method}\n{path}\n{canonicalQuery}\n{signed}\n{names}\n{bodyHash}";
        var toSign = $"{Algorithm}\n{Sha256Hex.Compute(canonical)}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(credentials.AccessKeySecret), Encoding.UTF8.GetBytes(toSign));
        return $"{Algorithm} Credential={credentials.AccessKeyId},SignedHeaders={names},Signature={Convert.ToHexStringLower(signature)}";
    }
}
