using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>A server on this machine. It sends the bytes that a test sets, and keeps the requests it receives.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<RawConnection> _accepted = Channel.CreateUnbounded<RawConnection>();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<RawConnection> _connections = [];
    private readonly X509Certificate2? _certificate;

    /// <param name="certificate">To be shown over TLS; null serves plain HTTP.</param>
    public RawServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        Url = new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAllAsync();
    }

    public Uri Url { get; }

    /// <summary>How many connections were opened, over TLS only those whose client has trusted the certificate.</summary>
    public int Connections => _connections.Count;

    /// <summary>Whole requests in the order of their arrival.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The next connection.</summary>
    public Task<RawConnection> AcceptAsync() => _accepted.Reader.ReadAsync().AsTask();

    /// <summary>Does the same on every connection.</summary>
    public async void Serve(Func<RawConnection, Task> script)
    {
        await foreach (var connection in _accepted.Reader.ReadAllAsync())
        {
            _ = RunAsync(script, connection);
        }
    }

    /// <summary>Answers every request so.</summary>
    public void Answer(string reply) => Serve(async connection =>
    {
        while (await connection.ReadRequestAsync() is not null)
        {
            await connection.SayAsync(reply);
        }
    });

    public void Dispose()
    {
        _listener.Dispose();
        _accepted.Writer.TryComplete();

        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private static async Task RunAsync(Func<RawConnection, Task> script, RawConnection connection)
    {
        try
        {
            await script(connection);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The client has left, or the test is over.
        }
    }

    private async Task AcceptAllAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = OpenAsync(client);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task OpenAsync(TcpClient client)
    {
        Stream stream = client.GetStream();

        try
        {
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }
        }
        catch (Exception)
        {
            client.Dispose();
            return;
        }

        var connection = new RawConnection(client, stream, _requests);
        _connections.Enqueue(connection);
        _accepted.Writer.TryWrite(connection);
    }
}

/// <summary>One connection to a <see cref="RawServer"/>.</summary>
internal sealed class RawConnection(TcpClient client, Stream stream, ConcurrentQueue<string> requests) : IDisposable
{
    private const string HeadEnd = "\r\n\r\n";
    private const string Length = "Content-Length: ";

    private string _heard = "";

    /// <returns>The next whole request; null when the client has closed the connection.</returns>
    public async Task<string?> ReadRequestAsync()
    {
        var buffer = new byte[4096];

        while (WholeLength() is not { } whole)
        {
            var read = await stream.ReadAsync(buffer);

            if (read == 0)
            {
                return null;
            }

            _heard += Encoding.Latin1.GetString(buffer, 0, read);
        }

        var request = _heard[..WholeLength()!.Value];
        _heard = _heard[request.Length..];
        requests.Enqueue(request);
        return request;
    }

    /// <summary>In pieces as they would arrive.</summary>
    public async Task SayAsync(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece));
        }
    }

    /// <summary>After what has been said, nothing comes any more.</summary>
    public void HangUp()
    {
        stream.Dispose();
        client.Dispose();
    }

    /// <summary>The connection breaks: the client sees a reset, not an end.</summary>
    public void Reset()
    {
        client.LingerState = new(enable: true, seconds: 0);
        client.Close();
    }

    /// <summary>Completes when the client has closed the connection, or broken it.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while (await ReadRequestAsync() is not null)
            {
                // Requests that still come are read and dropped.
            }
        }
        catch (IOException)
        {
            // Broken is closed too.
        }
    }

    public void Dispose() => client.Dispose();

    private int? WholeLength()
    {
        var head = _heard.IndexOf(HeadEnd, StringComparison.Ordinal);

        if (head < 0)
        {
            return null;
        }

        var length = _heard.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        var body = length < 0 || length > head ? 0 : int.Parse(_heard.AsSpan(length + Length.Length, _heard.IndexOf('\r', length) - length - Length.Length), System.Globalization.CultureInfo.InvariantCulture);
        return head + HeadEnd.Length + body <= _heard.Length ? head + HeadEnd.Length + body : null;
    }
}
