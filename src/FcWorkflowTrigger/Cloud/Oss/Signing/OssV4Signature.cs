using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Oss.Signing;

/// <summary>OSS's signature version 4, header form, with an unsigned payload (OSS documentation, "Signature version 4").</summary>
/// <param name="product"><c>oss</c>, or <c>oss-cloudbox</c>.</param>
internal sealed class OssV4Signature(Credentials credentials, string region, string product = "oss")
{
    private const string Algorithm = "OSS4-HMAC-SHA256";
    private const int DayLength = 8;

    // Replaced as a whole: two requests around midnight may each derive a key, and both are right.
    private volatile DayKey? _latest;

    /// <param name="Scope">What the key is good for, as it is signed and sent.</param>
    private sealed record DayKey(string Day, string Scope, byte[] Key);

    /// <summary>Sent and signed with every request; none for keys of a person.</summary>
    public KeyValuePair<string, string>[] TokenHeader { get; } =
        credentials.SecurityToken is { } token ? [new("x-oss-security-token", token)] : [];

    public bool IsOf(Credentials others, string otherRegion) => credentials == others && region == otherRegion;

    /// <summary>The <c>Authorization</c> header, to be disposed of.</summary>
    /// <param name="date">As in <c>x-oss-date</c>.</param>
    public Utf8Text Authorize(OssCanonicalRequest request, string date)
    {
        var text = new Utf8Text();
        var today = KeyOf(date.AsSpan(0, DayLength));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(request.AppendTo(text).Written, digest);
        var toSign = text.Clear().Append(Algorithm).Append("\n").Append(date).Append("\n").Append(today.Scope).Append("\n").AppendHex(digest);
        HMACSHA256.HashData(today.Key, toSign.Written, digest);
        text.Clear().Append(Algorithm).Append(" Credential=").Append(credentials.AccessKeyId).Append("/").Append(today.Scope);

        if (request.HasAdditional)
        {
            request.AppendAdditional(text.Append(",AdditionalHeaders="));
        }

        return text.Append(",Signature=").AppendHex(digest);
    }

    /// <summary>Good for one day; four keyed hashes that need not be made for every request.</summary>
    private DayKey KeyOf(ReadOnlySpan<char> day)
    {
        if (_latest is { } latest && day.SequenceEqual(latest.Day))
        {
            return latest;
        }

        var key = Encoding.UTF8.GetBytes("aliyun_v4" + credentials.AccessKeySecret);
        string[] scope = [day.ToString(), region, product, "aliyun_v4_request"];

        foreach (var part in scope)
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return _latest = new(scope[0], string.Join('/', scope), key);
    }
}
