using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>
/// IMS's optional signature of callbacks (IMS documentation, "Callback authentication"): lower-case hex of
/// <c>MD5(URL|timestamp|key)</c>. It covers no body and can be replayed until it is stale, so it opens a door and proves nothing else.
/// </summary>
/// <param name="Timestamp"><c>X-ICE-TIMESTAMP</c>, Unix seconds; null when absent.</param>
/// <param name="Signature"><c>X-ICE-SIGNATURE</c>, 32 hex digits; null when absent.</param>
internal sealed record IceSignature(string? Timestamp, string? Signature)
{
    public const string TimestampHeader = "X-ICE-TIMESTAMP";
    public const string SignatureHeader = "X-ICE-SIGNATURE";

    public static IceSignature None { get; } = new(null, null);

    /// <param name="url">As configured with IMS, query included. IMS does not say whether it signs the query, so both forms are taken.</param>
    public IceSignatureVerdict Judge(string url, SignatureOptions settings, DateTimeOffset now)
    {
        if (Timestamp is null && Signature is null)
        {
            return IceSignatureVerdict.Absent;
        }

        if (Timestamp is null || Signature is null || !long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return IceSignatureVerdict.Forged;
        }

        var genuine = false;

        foreach (var key in settings.Keys)
        {
            genuine |= Matches(Compute(url, Timestamp, key)) | Matches(Compute(url.Split('?')[0], Timestamp, key));
        }

        return !genuine ? IceSignatureVerdict.Forged
            : Math.Abs((decimal)now.ToUnixTimeSeconds() - at) > (decimal)settings.Tolerance.TotalSeconds ? IceSignatureVerdict.Stale
            : IceSignatureVerdict.Genuine;
    }

    [SuppressMessage("Security", "CA5351", Justification = "IMS defines the callback signature as MD5; the capability in the URL and the read-back protect the run.")]
    public static string Compute(string url, string timestamp, string key) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{url}|{timestamp}|{key}")));

    // A signature opens the door for a few minutes, so it stays out of a record's own text.
    public override string ToString() => $"IceSignature {{ Timestamp = {Timestamp} }}";

    private bool Matches(string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Signature!));
}
