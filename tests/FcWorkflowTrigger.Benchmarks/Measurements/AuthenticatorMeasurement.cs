using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Reporting;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The verification of a callback alone, without HTTP. The baseline is the one HMAC that every verification needs.</summary>
internal static class AuthenticatorMeasurement
{
    private const int Verifications = 20_000;
    private const string Base = "https://callback.example.com";
    private const string Key = "TestKey001";

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of thirty-two bytes....");

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var capability = new CallbackCapability([Secret, [.. Secret.Reverse()]]);
        var run = RunId.Create(new("cn-shanghai", "media-in", "uploads/a.mp4", "", 1, "69B51B253A7C4E3139D20F8A", "", ""), "video");
        var genuine = $"/callbacks/{run}?g=1&s={capability.Compute(run, 1)}";
        var forged = $"{genuine[..^22]}{new string('A', 22)}";
        var authenticator = new CallbackAuthenticator(capability, new([Key, "TestKey002"], TimeSpan.FromSeconds(300), SignatureDemand.Optional), TimeProvider.System);
        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = new IceSignature(stamp, IceSignature.Compute(Base + genuine, stamp, Key));
        var text = Encoding.ASCII.GetBytes($"callback\n{run}\n1");

        var rows = await Interleaved.RunAsync(
            "callback URLs verified, per second on one core",
            "1/s",
            bench.Rounds,
            [
                new("one HMAC-SHA256", _ => RateAsync(() => HMACSHA256.HashData(Secret, text).Length == 32)),
                new("authenticator, genuine, two secrets", _ => RateAsync(() => authenticator.Admit(new(genuine, Base, IceSignature.None)) is CallbackAdmission.ForRun)),
                new("authenticator, genuine and signed by IMS, two keys", _ => RateAsync(() => authenticator.Admit(new(genuine, Base, signature)) is CallbackAdmission.ForRun)),
                new("authenticator, forged", _ => RateAsync(() => authenticator.Admit(new(forged, Base, IceSignature.None)) is CallbackAdmission.Refused)),
            ],
            cancellationToken);

        return [rows[0], .. rows.Skip(1).Select(row => row with { Target = Target.AtLeast(10_000) })];
    }

    private static Task<double> RateAsync(Func<bool> verify)
    {
        var since = Stopwatch.GetTimestamp();

        for (var verified = 0; verified < Verifications; verified++)
        {
            if (!verify())
            {
                throw new InvalidOperationException("The authenticator gave a wrong verdict.");
            }
        }

        return Task.FromResult(Verifications / Stopwatch.GetElapsedTime(since).TotalSeconds);
    }
}
