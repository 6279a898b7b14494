using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Outcomes.Webhooks;

/// <summary>Standard Webhooks 1.0, "Signature scheme", symmetric.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <param name="id">Without a dot, which separates what is signed.</param>
    /// <param name="secrets">Every one signs, so that a receiver may know the old or the new.</param>
    /// <returns><c>v1,&lt;base64 of HMAC-SHA-256&gt;</c> for each secret, a space between.</returns>
    public static string Compute(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{Seconds(at)}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
