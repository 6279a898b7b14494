using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>OSS's signature version 4, header form, with an unsigned payload (OSS documentation, "Signature version 4").</summary>
/// <param name="product"><c>oss</c>, or <c>oss-cloudbox</c>.</param>
internal sealed class OssV4Signature(Credentials credentials, string region, string product = "oss")
{
    public const string Unsigned = "UNSIGNED-PAYLOAD";

    private const string Algorithm = "OSS4-HMAC-SHA256";

    /// <summary>The <c>Authorization</c> header.</summary>
    /// <param name="bucket">Always part of the signed path, whatever the addressing style.</param>
    /// <param name="query">Unencoded; a null or empty value is signed as the bare name.</param>
    /// <param name="headers">All that will be sent and matter, <c>x-oss-date</c> and <c>x-oss-content-sha256</c> among them.</param>
    /// <param name="additional">Names to sign beyond those that always are.</param>
    public string Authorize(
        string method,
        string bucket,
        string key,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        IEnumerable<string>? additional = null)
    {
        var lowered = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var (name, value) in headers)
        {
            lowered[name.ToLowerInvariant()] = value.Trim();
        }

        var extra = Extra(additional ?? [], lowered);
        var signed = lowered.Where(header => IsAlwaysSigned(header.Key) || extra.Contains(header.Key));
        var canonical = $"{method}\n{UrlEncoding.EscapePath($"/{bucket}/{key}")}\n{CanonicalQuery(query)}\n"
            + string.Concat(signed.Select(header => $"{header.Key}:{header.Value}\n"))
            + $"\n{string.Join(';', extra)}\n{Unsigned}";

        return Header(canonical, lowered["x-oss-date"], extra);
    }

    private string Header(string canonical, string date, SortedSet<string> extra)
    {
        var scope = $"{date[..8]}/{region}/{product}/aliyun_v4_request";
        var toSign = $"{Algorithm}\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(SigningKey(date[..8]), Encoding.UTF8.GetBytes(toSign)));
        var additional = extra.Count == 0 ? "" : $",AdditionalHeaders={string.Join(';', extra)}";

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}{additional},Signature={signature}");
    }

    private byte[] SigningKey(string day)
    {
        var key = Encoding.UTF8.GetBytes("aliyun_v4" + credentials.AccessKeySecret);

        foreach (var part in (ReadOnlySpan<string>)[day, region, product, "aliyun_v4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private static SortedSet<string> Extra(IEnumerable<string> wanted, SortedDictionary<string, string> present) =>
        new(wanted.Select(name => name.ToLowerInvariant()).Where(name => present.ContainsKey(name) && !IsAlwaysSigned(name)), StringComparer.Ordinal);

    private static bool IsAlwaysSigned(string name) =>
        name is "content-type" or "content-md5" || name.StartsWith("x-oss-", StringComparison.Ordinal);

    private static string CanonicalQuery(IEnumerable<KeyValuePair<string, string?>> query) => string.Join('&', query
        .Select(pair => (Name: UrlEncoding.Escape(pair.Key), Value: UrlEncoding.Escape(pair.Value ?? "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => pair.Value.Length == 0 ? pair.Name : $"{pair.Name}={pair.Value}"));
}
