using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace FcWorkflowTrigger.Formats;

/// <summary>SHA-256 in lower-case hex. Runs, rules, endpoints and documents are named by it, and requests to OSS and IMS are signed over it.</summary>
internal static class Sha256Hex
{
    // A longer text is encoded in a rented buffer.
    private const int StackBytes = 512;

    /// <param name="text">Hashed as UTF-8.</param>
    /// <returns>64 digits. The only allocation.</returns>
    public static string Compute(string text)
    {
        var maxBytes = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = maxBytes > StackBytes ? ArrayPool<byte>.Shared.Rent(maxBytes) : null;
        Span<byte> bytes = rented is null ? stackalloc byte[StackBytes] : rented;

        try
        {
            return Compute(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <returns>64 digits. The only allocation.</returns>
    public static string Compute(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }
}
