using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The emulator as a separate process with its own ports. It ends with the test.</summary>
public sealed class LocalCloud : IAsyncDisposable
{
    private const string Ready = "ready";
    private const string Authority = "authority ";
    private const int PortsInARow = 6;

    // A busy machine may need longer for a first answer than IMS waits for it. Other tests cover that case.
    private static readonly string[] LongCallbackTimeout = ["--callback-patience", "60"];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, AllowAutoRedirect = false };

    private LocalCloud(Process process, string scheme, int portBase)
    {
        _process = process;
        Http = new(_handler) { Timeout = TimeSpan.FromSeconds(90) };
        (Oss, Ims, Fc, Control, Dashboard) = (Url(scheme, portBase), Url(scheme, portBase + 1), Url(scheme, portBase + 2), Url("http", portBase + 3), Url("http", portBase + 4));
    }

    internal HttpClient Http { get; }

    internal string Oss { get; }

    internal string Ims { get; }

    internal string Fc { get; }

    internal string Control { get; }

    /// <summary>The pages of <c>up --telemetry</c>.</summary>
    internal string Dashboard { get; }

    /// <summary>The file that <c>up --tls</c> names; null without it.</summary>
    internal string? AuthorityFile { get; private set; }

    internal static Task<LocalCloud> StartAsync(params string[] arguments) => StartAsync(new Dictionary<string, string>(), arguments);

    /// <param name="environment">Variables that the deployer has set.</param>
    internal static Task<LocalCloud> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync(under: [], environment, arguments);

    /// <param name="command">The command that starts the emulator, such as <c>nohup</c>.</param>
    internal static Task<LocalCloud> StartUnderAsync(string command) => StartAsync([command], new Dictionary<string, string>(), []);

    private static async Task<LocalCloud> StartAsync(string[] under, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var portBase = FreePorts();
        string[] command = [.. under, "dotnet", Repository.Emulator, "up", "--port-base", $"{portBase}", "--quiet", .. LongCallbackTimeout, .. Native(arguments), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var cloud = new LocalCloud(Process.Start(start)!, arguments.Contains("--tls") ? "https" : "http", portBase);

        try
        {
            await cloud.ReadyAsync();
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // SIGTERM, so that the emulator ends its functions. The test ends only the emulator itself.
        if (!_process.HasExited)
        {
            await StopAsync("TERM");
        }

        _process.Dispose();
        Http.Dispose();
    }

    /// <returns>The exit code.</returns>
    internal async Task<int> StopAsync(string signal)
    {
        await SignalAsync(signal);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    internal async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static string[] Native(string[] arguments) => Repository.Bootstrap is { } file && !arguments.Contains("--bootstrap") ? ["--bootstrap", file] : [];

    private static string Url(string scheme, int port) => $"{scheme}://127.0.0.1:{port}";

    // Below the ports that the system gives to outgoing connections: each of those stays taken for a minute after its end.
    internal static int FreePorts() => Enumerable.Range(0, 100).Select(_ => Random.Shared.Next(10_000, 32_000)).First(AllFree);

    private static bool AllFree(int portBase)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return !Enumerable.Range(portBase, PortsInARow).Any(taken.Contains);
    }

    // As a client of the local cloud does: it trusts this authority and no other.
    private void Trust(string authorityFile)
    {
        AuthorityFile = authorityFile;
        _handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
    }

    private async Task ReadyAsync()
    {
        using var deadline = new CancellationTokenSource(StartTimeout);

        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line == Ready)
            {
                return;
            }

            if (line.StartsWith(Authority, StringComparison.Ordinal))
            {
                Trust(line[Authority.Length..]);
            }
        }

        await _process.WaitForExitAsync(deadline.Token);
        throw new InvalidOperationException($"The emulator ended with {_process.ExitCode} before it was ready.");
    }
}
