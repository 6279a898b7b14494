using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using FcWorkflowTrigger.Emulator.Fc.Deployment;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>One instance: a real process that is called over the HTTP contract of custom runtimes.</summary>
internal sealed class FunctionProcess : IDisposable
{
    private const string Exited = "CAExited";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly FunctionConfig _function;
    private readonly CredentialSource _credentials;
    private readonly int _port;
    private readonly string _root;
    private readonly HttpClient _http;

    private bool _frozen;

    private FunctionProcess(Process process, FunctionConfig function, CredentialSource credentials, int port)
    {
        (_process, _function, _credentials, _port, _root) = (process, function, credentials, port, $"http://127.0.0.1:{port}");

        // Connections are kept and reused, as in Function Compute. A POST is not repeated after a broken connection.
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The number of requests in progress. The pool counts them.</summary>
    public int Busy { get; set; }

    /// <summary>Starts the process. It cannot take requests until <see cref="ListenAsync"/> has completed.</summary>
    /// <exception cref="InvalidOperationException">The binary cannot be started.</exception>
    public static async Task<FunctionProcess> StartAsync(Hosting hosting, FunctionConfig function, FunctionOutput output)
    {
        var port = Launch.FreePort();

        try
        {
            var process = await ProcessLauncher.StartAsync(Launch.Create(hosting, function, port, $"c-{Guid.NewGuid():N}"));
            process.OutputDataReceived += (_, line) => output.Add(line.Data);
            process.ErrorDataReceived += (_, line) => output.Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new(process, function, hosting.Credentials, port);
        }
        catch (Win32Exception problem)
        {
            throw new InvalidOperationException($"CAFileNotFound: the process of {function.Name} could not be started: {problem.Message}", problem);
        }
    }

    /// <summary>Completes once the process listens on its port.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or did not listen in time. The message contains its last output.</exception>
    public async Task ListenAsync(FunctionOutput output, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();

        while (since.Elapsed < StartTimeout)
        {
            if (_process.HasExited)
            {
                // Another thread reads the output. This waits until all output is read.
                await _process.WaitForExitAsync(cancellationToken);
                throw new InvalidOperationException(
                    $"{Exited}: the process of {_function.Name} ended with {_process.ExitCode} before it listened. Its last output: {LastOf(output)}");
            }

            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);

            try
            {
                await probe.ConnectAsync("127.0.0.1", _port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Poll, cancellationToken);
            }
        }

        throw new InvalidOperationException($"FunctionNotStarted: {_function.Name} did not listen on its port within {StartTimeout.TotalSeconds} s.");
    }

    public async Task<FunctionReply> SendAsync(FunctionRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_function.Timeout);

        try
        {
            using var message = FcRequest.Message(_root, request, _function, _credentials);
            using var reply = await _http.SendAsync(message, timeout.Token);
            return await FcRequest.ReadAsync(reply, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Kill();
            return FunctionReply.Crashed($"The function {_function.Name} did not answer within {_function.Timeout.TotalSeconds} s.");
        }
        catch (HttpRequestException dropped) when (!cancellationToken.IsCancellationRequested)
        {
            return FunctionReply.Crashed($"The process of {_function.Name} ended before it answered: {dropped.Message}");
        }
        catch (HttpRequestException dropped)
        {
            // The emulator stops, and has killed the process. The event stays undelivered, and the next start continues with it.
            throw new OperationCanceledException(dropped.Message, dropped, cancellationToken);
        }
    }

    /// <summary>Stops the process until <see cref="Thaw"/>. The pool never calls both at the same time.</summary>
    public void Freeze()
    {
        if (!_frozen && !_process.HasExited)
        {
            ProcessSignals.Stop(_process.Id);
            _frozen = true;
        }
    }

    public void Thaw()
    {
        if (_frozen)
        {
            ProcessSignals.Continue(_process.Id);
            _frozen = false;
        }
    }

    /// <summary>Kills this process only, and no child processes.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public Task ExitedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _http.Dispose();
    }

    // What earlier starts said is among the lines: quoted again and again, it would grow without end.
    private static string LastOf(FunctionOutput output) =>
        string.Join(" | ", output.Lines.Where(line => !line.StartsWith(Exited, StringComparison.Ordinal)).TakeLast(5));
}
