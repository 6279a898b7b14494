using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>What makes a callback URL ours: a keyed hash over the run and the generation, which only a holder of a secret can make.</summary>
/// <param name="secrets">At least one; the first signs, all verify, so that a secret can be replaced while callbacks are under way.</param>
internal sealed class CallbackCapability(IReadOnlyList<byte[]> secrets)
{
    /// <summary>Characters of base64url: 128 bits.</summary>
    public const int Length = 22;

    private const int Bytes = 16;

    public string Compute(RunId run, int generation) => Mac(secrets[0], run, generation);

    /// <summary>Compares, in fixed time, with what every secret would have made; as text, so that a proof has one spelling.</summary>
    public bool Proves(RunId run, int generation, string? given)
    {
        var proven = false;

        foreach (var secret in secrets)
        {
            var made = Mac(secret, run, generation);
            proven |= CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(made.AsSpan()), MemoryMarshal.AsBytes(given.AsSpan()));
        }

        return proven;
    }

    private static string Mac(byte[] secret, RunId run, int generation) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(Signed(run, generation))).AsSpan(0, Bytes));

    private static string Signed(RunId run, int generation) => string.Create(CultureInfo.InvariantCulture, $"callback\n{run.Value}\n{generation}");
}
