using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>The proof in a callback URL that this deployment issued it: a keyed hash of the run and the generation.</summary>
/// <param name="secrets">At least one. The first signs and all verify, so that a secret can be replaced while callbacks are still to come.</param>
internal sealed class CallbackCapability(IReadOnlyList<byte[]> secrets)
{
    /// <summary>Characters of base64url: 128 bits.</summary>
    public const int Length = 22;

    private const int Bytes = 16;

    public string Compute(RunId run, int generation) => ComputeMac(secrets[0], run, generation);

    /// <summary>Compares the proof, in fixed time, with the proof by each secret. It compares texts, so that a proof has one spelling.</summary>
    public bool Verify(RunId run, int generation, string? given)
    {
        var isVerified = false;

        foreach (var secret in secrets)
        {
            var expected = ComputeMac(secret, run, generation);
            isVerified |= CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(given.AsSpan()));
        }

        return isVerified;
    }

    private static string ComputeMac(byte[] secret, RunId run, int generation) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(Signed(run, generation))).AsSpan(0, Bytes));

    private static string Signed(RunId run, int generation) => string.Create(CultureInfo.InvariantCulture, $"callback\n{run.Value}\n{generation}");
}
