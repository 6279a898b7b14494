using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Cloud.Oss.Signing;

/// <summary>OSS's signature version 4, header form, with an unsigned payload (OSS documentation, "Signature version 4").</summary>
/// <param name="product"><c>oss</c>, or <c>oss-cloudbox</c>.</param>
internal sealed class OssV4Signature(Credentials credentials, string region, string product = "oss")
{
    private const string Algorithm = "OSS4-HMAC-SHA256";
    private const int DayLength = 8;

    // Replaced as a whole. Around midnight two requests may each derive a key, and both keys are valid.
    private volatile DayKey? _latest;

    /// <param name="Scope">The day, region and product that the key is valid for, as they are signed and sent.</param>
    private sealed record DayKey(string Day, string Scope, byte[] Key);

    /// <summary>The header with the security token, sent and signed with every request; empty for keys without a token, such as those of a RAM user.</summary>
    public KeyValuePair<string, string>[] TokenHeader { get; } =
        credentials.SecurityToken is { } token ? [new("x-oss-security-token", token)] : [];

    public bool IsOf(Credentials others, string otherRegion) => credentials == others && region == otherRegion;

    /// <summary>The <c>Authorization</c> header.</summary>
    /// <param name="date">The value of <c>x-oss-date</c>.</param>
    public string Authorize(OssCanonicalRequest request, string date)
    {
        var today = KeyOf(date[..DayLength]);
        var digest = Sha256Hex.Compute(request.Format());
        var toSign = $"{Algorithm}\n{date}\n{today.Scope}\n{digest}";
        var signature = HMACSHA256.HashData(today.Key, Encoding.UTF8.GetBytes(toSign));
        var additional = request.AdditionalNames() is { Length: > 0 } names ? $",AdditionalHeaders={names}" : "";
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{today.Scope}{additional},Signature={Convert.ToHexStringLower(signature)}";
    }

    /// <summary>The signing key of one day. It costs four HMACs, so it is kept for the requests of that day.</summary>
    private DayKey KeyOf(string day)
    {
        if (_latest is { } latest && latest.Day == day)
        {
            return latest;
        }

        var key = Encoding.UTF8.GetBytes("aliyun_v4" + credentials.AccessKeySecret);
        string[] scope = [day, region, product, "aliyun_v4_request"];

        foreach (var part in scope)
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return _latest = new(day, string.Join('/', scope), key);
    }
}
