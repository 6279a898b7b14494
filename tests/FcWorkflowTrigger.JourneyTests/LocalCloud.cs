using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The emulator as a process of its own, on ports of its own, ended with the test.</summary>
public sealed class LocalCloud : IAsyncDisposable
{
    private const string Ready = "ready";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private LocalCloud(Process process, int portBase)
    {
        _process = process;
        Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(90) };
        (Oss, Ims, Fc, Control) = (Url(portBase), Url(portBase + 1), Url(portBase + 2), Url(portBase + 3));
    }

    internal HttpClient Http { get; }

    internal string Oss { get; }

    internal string Ims { get; }

    internal string Fc { get; }

    internal string Control { get; }

    internal static Task<LocalCloud> StartAsync(params string[] arguments) => StartAsync(new Dictionary<string, string>(), arguments);

    /// <param name="environment">What the deployer has set.</param>
    internal static async Task<LocalCloud> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var portBase = FreePorts();
        var start = new ProcessStartInfo("dotnet", [Repository.Emulator, "up", "--port-base", $"{portBase}", .. Native(), .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var cloud = new LocalCloud(Process.Start(start)!, portBase);

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
        // SIGTERM, so that the emulator ends its functions; only this one process is ours to end.
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Http.Dispose();
    }

    private static string[] Native() => Repository.Bootstrap is { } file ? ["--bootstrap", file] : [];

    private static string Url(int port) => $"http://127.0.0.1:{port}";

    private static int FreePorts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port is var port && port > 60000 ? port - 20000 : port;
    }

    private async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(StartPatience);

        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == Ready)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The emulator ended with {_process.ExitCode} before it was ready.");
    }
}
