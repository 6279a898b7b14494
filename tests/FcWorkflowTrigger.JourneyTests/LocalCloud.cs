using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The emulator as a process of its own, on ports of its own, ended with the test.</summary>
public sealed class LocalCloud : IAsyncDisposable
{
    private const string Ready = "ready";
    private const int Ports = 4;

    // A busy machine may need longer for a first answer than IMS waits; what happens then is not what these tests are about.
    private static readonly string[] Unhurried = ["--callback-patience", "60"];

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

    internal static async Task<LocalCloud> StartAsync(params string[] arguments)
    {
        var portBase = FreePorts();
        var start = new ProcessStartInfo("dotnet", [Repository.Emulator, "up", "--port-base", $"{portBase}", .. Unhurried, .. Native(), .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
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

    // Below the range the system takes its own ports from, so that nobody's connection sits on one of the four by chance.
    private static int FreePorts()
    {
        while (true)
        {
            var first = RandomNumberGenerator.GetInt32(10_000, 32_000);

            if (Enumerable.Range(first, Ports).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
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
