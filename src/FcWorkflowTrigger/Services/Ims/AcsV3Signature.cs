using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Services.Ims;

/// <summary>Alibaba Cloud's OpenAPI signature version 3, for RPC calls without a body (SDK documentation, "V3 request structure and signature").</summary>
internal static class AcsV3Signature
{
    /// <summary>SHA-256 of nothing, the body of every call here.</summary>
    public const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "ACS3-HMAC-SHA256";

    // A StartWorkflow with a security token fits.
    private const int InitialCapacity = 2048;

    /// <summary>Sorted and encoded: what is signed and, verbatim, what is sent. A null value is left out, an empty one keeps its <c>=</c>.</summary>
    public static string CanonicalQuery(IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        var escaped = new List<KeyValuePair<string, string>>();

        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                escaped.Add(new(name, $"{UrlEncoding.Escape(name)}={UrlEncoding.Escape(value)}"));
            }
        }

        escaped.Sort(UrlEncoding.ByName);
        return string.Join('&', escaped.ConvertAll(static pair => pair.Value));
    }

    /// <summary>The <c>Authorization</c> header.</summary>
    /// <param name="headers">All to be signed: <c>host</c> and every <c>x-acs-*</c>, in lower case.</param>
    public static string Authorize(
        Credentials credentials,
        string method,
        string canonicalQuery,
        IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        List<KeyValuePair<string, string>> sorted = [.. headers];
        sorted.Sort(UrlEncoding.ByName);
        var signed = string.Join(';', sorted.ConvertAll(static header => header.Key));
        var text = new StringBuilder(InitialCapacity).Append(method).Append("\n/\n").Append(canonicalQuery).Append('\n');

        foreach (var (name, value) in sorted)
        {
            text.Append(name).Append(':').Append(value.AsSpan().Trim()).Append('\n');
        }

        var canonical = text.Append('\n').Append(signed).Append('\n').Append(EmptyBodyHash).ToString();
        var toSign = $"{Algorithm}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(credentials.AccessKeySecret), Encoding.UTF8.GetBytes(toSign));

        return $"{Algorithm} Credential={credentials.AccessKeyId},SignedHeaders={signed},Signature={Convert.ToHexStringLower(signature)}";
    }
}
