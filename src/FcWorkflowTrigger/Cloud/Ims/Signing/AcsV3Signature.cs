using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Ims.Signing;

/// <summary>Alibaba Cloud's OpenAPI signature version 3, for RPC calls without a body (SDK documentation, "V3 request structure and signature").</summary>
internal static class AcsV3Signature
{
    /// <summary>SHA-256 of nothing, the body of every call here.</summary>
    public const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Sorted and encoded: what is signed and, verbatim, what is sent. A null value is left out, an empty one keeps its <c>=</c>.</summary>
    public static Utf8Text AppendQuery(this Utf8Text text, KeyValuePair<string, string?>[] parameters)
    {
        var separator = "";
        Array.Sort(parameters, UrlEncoding.ByName);

        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                text.Append(separator).AppendEscaped(name).Append("=").AppendEscaped(value);
                separator = "&";
            }
        }

        return text;
    }

    /// <summary>The <c>Authorization</c> header, to be disposed of.</summary>
    /// <param name="canonicalQuery">From <see cref="AppendQuery"/>.</param>
    /// <param name="headers">All to be signed, <c>host</c> and every <c>x-acs-*</c>, in lower case; they are put in order.</param>
    public static Utf8Text Authorize(
        Credentials credentials, string method, ReadOnlySpan<byte> canonicalQuery, KeyValuePair<string, string>[] headers)
    {
        var text = new Utf8Text();
        Array.Sort(headers, UrlEncoding.ByName);
        text.Append(method).Append("\n/\n").Append(canonicalQuery).Append("\n");

        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(":").Append(value.AsSpan().Trim()).Append("\n");
        }

        var canonical = text.Append("\n").AppendNames(headers).Append("\n").Append(EmptyBodyHash);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical.Written, digest);
        var toSign = text.Clear().Append(Algorithm).Append("\n").AppendHex(digest);
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(credentials.AccessKeySecret), toSign.Written, digest);

        return text.Clear()
            .Append(Algorithm).Append(" Credential=").Append(credentials.AccessKeyId)
            .Append(",SignedHeaders=").AppendNames(headers)
            .Append(",Signature=").AppendHex(digest);
    }

    private static Utf8Text AppendNames(this Utf8Text text, KeyValuePair<string, string>[] headers)
    {
        var separator = "";

        foreach (var (name, _) in headers)
        {
            text.Append(separator).Append(name);
            separator = ";";
        }

        return text;
    }
}
