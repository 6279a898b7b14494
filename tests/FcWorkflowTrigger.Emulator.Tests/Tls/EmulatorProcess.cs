using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;

namespace FcWorkflowTrigger.Emulator.Tests.Tls;

/// <summary><c>up</c>, as a person would start and end it.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private EmulatorProcess(Process process, int portBase) => (_process, PortBase) = (process, portBase);

    public int PortBase { get; }

    /// <summary>The line that names the console page.</summary>
    public string ConsoleLine => $"console http://127.0.0.1:{PortBase + 3}/";

    /// <summary>Standard output so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public static Task<EmulatorProcess> UpAsync(params string[] arguments) => UpAsync(FreePorts(), arguments);

    /// <exception cref="InvalidOperationException">The emulator ended instead. The message contains its error output.</exception>
    public static async Task<EmulatorProcess> UpAsync(int portBase, params string[] arguments)
    {
        var emulator = new EmulatorProcess(Process.Start(Command(["up", "--port-base", $"{portBase}", .. arguments]))!, portBase);

        try
        {
            await emulator.ReadUntilReadyAsync();
            return emulator;
        }
        catch
        {
            emulator.Dispose();
            throw;
        }
    }

    /// <summary>A command that ends by itself.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Limit);
        using var process = Process.Start(Command([.. arguments, "--port-base", $"{FreePorts()}"]))!;

        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>What a service answers with, to a client that believes <paramref name="authority"/> alone.</summary>
    public async Task<int> GetAsync(string scheme, int offset, X509Certificate2 authority)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var http = new HttpClient(handler) { Timeout = Limit };
        using var reply = await http.GetAsync($"{scheme}://127.0.0.1:{PortBase + offset}/_emulator/runs");
        return (int)reply.StatusCode;
    }

    /// <returns>The exit code and the error output.</returns>
    public async Task<(int Exit, string Error)> EndAsync()
    {
        using var timeout = new CancellationTokenSource(Limit);
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);

        while (await _process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            _lines.Add(line);
        }

        var error = await _process.StandardError.ReadToEndAsync(timeout.Token);
        await _process.WaitForExitAsync(timeout.Token);
        return (_process.ExitCode, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Command(string[] arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "FcWorkflowTrigger.Emulator.dll"), .. arguments])
    {
        WorkingDirectory = AppContext.BaseDirectory,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private async Task ReadUntilReadyAsync()
    {
        using var timeout = new CancellationTokenSource(Limit);

        while (await _process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            _lines.Add(line);

            if (line == "ready")
            {
                return;
            }
        }

        throw new InvalidOperationException($"The emulator was never ready. Its error output: {await _process.StandardError.ReadToEndAsync(timeout.Token)}");
    }

    // Below the ports that the system gives to outgoing connections.
    private static int FreePorts() => Enumerable.Range(0, 100).Select(_ => Random.Shared.Next(10_000, 32_000)).First(AllFree);

    private static bool AllFree(int portBase)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return !Enumerable.Range(portBase, 4).Any(taken.Contains);
    }
}
