using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Uploads;

/// <summary>SHA-256 in lower-case hex, by which runs, rules, endpoints and documents are named.</summary>
internal static class Sha256Hex
{
    /// <param name="text">Hashed as UTF-8.</param>
    /// <returns>64 digits.</returns>
    public static string Compute(string text) => Compute(Encoding.UTF8.GetBytes(text));

    /// <returns>64 digits.</returns>
    public static string Compute(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
