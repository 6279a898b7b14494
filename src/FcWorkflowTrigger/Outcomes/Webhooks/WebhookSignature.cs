using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>The symmetric signature of Standard Webhooks 1.0 (its section "Signature scheme").</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <param name="id">Without a dot, because a dot separates the signed parts.</param>
    /// <param name="secrets">Each secret signs, so a receiver may verify with the old or the new one.</param>
    /// <returns><c>v1,&lt;base64 of HMAC-SHA-256&gt;</c> for each secret, separated by a space.</returns>
    public static string Compute(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{Seconds(at)}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
