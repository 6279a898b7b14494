using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>One running subject, ended with this object. Its clock starts just before the program is executed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    // A pipe holds 64 KiB: looked into now and then, it takes every line and wakes this process for few.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly HttpMessageInvoker _http;
    private readonly StringBuilder _complaints = new();

    private ServerProcess(Process process, long startedAt, int port)
    {
        (_process, StartedAt, Port) = (process, startedAt, port);
        _ = DropAsync(process.StandardOutput.BaseStream);
        process.ErrorDataReceived += (_, line) => _complaints.AppendLine(line.Data);
        process.BeginErrorReadLine();
        Root = new($"http://127.0.0.1:{port}");
        _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null, ConnectCallback = ConnectAsync });
    }

    /// <summary><see cref="Stopwatch"/> ticks.</summary>
    public long StartedAt { get; }

    public int Port { get; }

    public Uri Root { get; }

    public ProcessStats Stats => new(_process.Id);

    public static ServerProcess Start(Subject subject)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(subject.File, subject.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["FC_SERVER_PORT"] = $"{port}";

        foreach (var (name, value) in subject.Environment)
        {
            start.Environment[name] = value;
        }

        var startedAt = Stopwatch.GetTimestamp();
        return new(Process.Start(start)!, startedAt, port);
    }

    /// <summary>A subject that has answered its first GET with 200.</summary>
    public static async Task<ServerProcess> ServingAsync(Subject subject, CancellationToken cancellationToken)
    {
        var process = Start(subject);

        try
        {
            await process.GetAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port nobody listens on at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first request waits until the program listens.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http.SendAsync(request, cancellationToken);

    /// <summary>Asks for <c>/</c>, and takes nothing but a success for an answer.</summary>
    public async Task GetAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root);
        using var reply = await SendAsync(request, cancellationToken);
        await reply.EnsureSuccessStatusCode().Content.LoadIntoBufferAsync(cancellationToken);
    }

    /// <summary>For somebody who looks for the reason of a failure: whether the program still runs, and what it complained of.</summary>
    public async Task<string> LastWordsAsync()
    {
        // The end of a process shows a moment after its connections break.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        return $"{(_process.HasExited ? $"It ended with {_process.ExitCode}." : "It still runs.")} {_complaints}";
    }

    public double MillisecondsSinceStart() => Stopwatch.GetElapsedTime(StartedAt).TotalMilliseconds;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task DropAsync(Stream output)
    {
        var buffer = new byte[64 * 1024];

        while (await output.ReadAsync(buffer) > 0)
        {
            await Task.Delay(BetweenLooks);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();

        while (!_process.HasExited && since.Elapsed < Deadline)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(Poll, cancellationToken);
            }
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} did not listen. It said: {_complaints}");
    }
}
