using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>Computes signature version 3 (SDK documentation, "V3 request structure and signature").</summary>
internal static class AcsV3
{
    public const string Algorithm = "ACS3-HMAC-SHA256";

    /// <param name="headers">The signed ones, names in lower case.</param>
    public static string StringToSign(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<(string Name, string Value)> headers,
        string bodyHash)
    {
        var sorted = headers.OrderBy(header => header.Name, StringComparer.Ordinal).ToArray();
        var canonical = $"{method}\n{path}\n{CanonicalQuery(query)}\n"
            + string.Concat(sorted.Select(header => $"{header.Name}:{header.Value.Trim()}\n"))
            + $"\n{string.Join(';', sorted.Select(header => header.Name))}\n{bodyHash}";

        return $"{Algorithm}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
    }

    public static string Sign(string secret, string stringToSign) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(stringToSign)));

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <param name="path">Decoded.</param>
    public static string CanonicalPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    public static string CanonicalQuery(IEnumerable<KeyValuePair<string, string?>> query) => string.Join('&', query
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value ?? "")}"));
}
