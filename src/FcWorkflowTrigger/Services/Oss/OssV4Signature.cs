using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>OSS's signature version 4, header form, with an unsigned payload (OSS documentation, "Signature version 4").</summary>
/// <param name="product"><c>oss</c>, or <c>oss-cloudbox</c>.</param>
internal sealed class OssV4Signature(Credentials credentials, string region, string product = "oss")
{
    private const string Algorithm = "OSS4-HMAC-SHA256";

    // Replaced as a whole: two requests around midnight may each derive a key, and both are right.
    private volatile DayKey? _latest;

    private sealed record DayKey(string Day, byte[] Key);

    /// <summary>Sent and signed with every request; null for keys of a person.</summary>
    public string? SecurityToken => credentials.SecurityToken;

    public bool IsOf(Credentials others, string otherRegion) => credentials == others && region == otherRegion;

    /// <summary>The <c>Authorization</c> header.</summary>
    public string Authorize(OssCanonicalRequest request)
    {
        var day = request.Date[..8];
        var scope = $"{day}/{region}/{product}/aliyun_v4_request";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Text)));
        var toSign = $"{Algorithm}\n{request.Date}\n{scope}\n{hash}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(SigningKey(day), Encoding.UTF8.GetBytes(toSign)));
        var additional = request.Additional.Length == 0 ? "" : $",AdditionalHeaders={request.Additional}";

        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}{additional},Signature={signature}";
    }

    /// <summary>Good for one day; four keyed hashes that need not be made for every request.</summary>
    private byte[] SigningKey(string day)
    {
        if (_latest is { } latest && latest.Day == day)
        {
            return latest.Key;
        }

        var key = Encoding.UTF8.GetBytes("aliyun_v4" + credentials.AccessKeySecret);

        foreach (var part in (ReadOnlySpan<string>)[day, region, product, "aliyun_v4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        _latest = new(day, key);
        return key;
    }
}
