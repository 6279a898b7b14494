using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>One running program. Disposing this object kills it. The time is measured from just before the program starts.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    // A pipe holds 64 KiB. Reading it in intervals loses no line and seldom wakes this process.
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly HttpMessageInvoker _http;
    private readonly StringBuilder _errorOutput = new();

    private ServerProcess(Process process, long startedAt, int port)
    {
        (_process, StartedAt, Port) = (process, startedAt, port);
        _ = DropAsync(process.StandardOutput.BaseStream);
        process.ErrorDataReceived += (_, line) => _errorOutput.AppendLine(line.Data);
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

    /// <summary>Starts a program and waits until it has answered its first GET with 200.</summary>
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

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first request waits until the program listens.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http.SendAsync(request, cancellationToken);

    /// <summary>Sends GET <c>/</c>. Throws if the answer is not a success.</summary>
    public async Task GetAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root);
        using var reply = await SendAsync(request, cancellationToken);
        await reply.EnsureSuccessStatusCode().Content.LoadIntoBufferAsync(cancellationToken);
    }

    /// <summary>Whether the program still runs, and its error output. It helps to find the reason of a failure.</summary>
    public async Task<string> DescribeStateAsync()
    {
        // The end of a process is visible a moment after its connections break.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        return $"{(_process.HasExited ? $"It ended with {_process.ExitCode}." : "It still runs.")} {_errorOutput}";
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
            await Task.Delay(ReadInterval);
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

        throw new InvalidOperationException($"{_process.StartInfo.FileName} did not listen. Its error output: {_errorOutput}");
    }
}
