using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>Which failed calls have certainly not been sent. For them the service need not be searched for an effect.</summary>
public sealed class NeverSentTests : IDisposable
{
    private const string Nothing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private const int MaxConnections = 32;

    private readonly RawServer _server = new();
    private readonly SocketsHttpHandler _handler = CloudHttp.CreateHandler();
    private readonly HttpMessageInvoker _http;

    public NeverSentTests() => _http = CloudHttp.Create(_handler);

    public static TheoryData<Exception, HttpRequestError> Unreachable { get; } = new()
    {
        { new SocketException((int)SocketError.HostNotFound), HttpRequestError.NameResolutionError },
        { new SocketException((int)SocketError.ConnectionRefused), HttpRequestError.ConnectionError },
        { new AuthenticationException("untrusted"), HttpRequestError.SecureConnectionError },
        { new IOException("broken in the middle of the handshake"), HttpRequestError.ConnectionError },
    };

    [Theory]
    [MemberData(nameof(Unreachable), DisableDiscoveryEnumeration = true)]
    public async Task A_call_whose_connection_failed_was_not_sent(Exception why, HttpRequestError error)
    {
        _handler.ConnectCallback = (_, _) => ValueTask.FromException<Stream>(why);

        foreach (var content in new OnceContent?[] { Empty(), null })
        {
            var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(content));

            Assert.Equal((error, true), (failure.HttpRequestError, HttpFailure.NothingWasSent(failure)));
            Assert.StartsWith($"HTTP-CONNECT: no connection to {_server.Url.Authority} came about ({why.Message}", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_to_a_port_without_a_listener_was_not_sent()
    {
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => SendAsync(Empty(), url: new($"http://127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/")));

        Assert.Equal((HttpRequestError.ConnectionError, true), (failure.HttpRequestError, HttpFailure.NothingWasSent(failure)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_whose_connect_timed_out_was_not_sent(bool hasContent)
    {
        _handler.ConnectTimeout = TimeSpan.FromMilliseconds(1);
        _handler.ConnectCallback = NeverAsync;

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(hasContent ? Empty() : null));

        Assert.Equal((HttpRequestError.ConnectionError, true), (failure.HttpRequestError, HttpFailure.NothingWasSent(failure)));
        Assert.StartsWith("HTTP-CONNECT: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_cancelled_while_it_connects_was_not_sent()
    {
        using var caller = new CancellationTokenSource();
        var connecting = new TaskCompletionSource();
        _handler.ConnectCallback = (context, token) =>
        {
            connecting.SetResult();
            return NeverAsync(context, token);
        };
        var sending = SendAsync(Empty(), cancellationToken: caller.Token);
        await connecting.Task;

        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal((caller.Token, true), (cancelled.CancellationToken, HttpFailure.NothingWasSent(cancelled)));
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waits_for_one_of_32_connections_was_not_sent_and_the_other_calls_continue()
    {
        using var caller = new CancellationTokenSource();
        var calls = Enumerable.Range(0, MaxConnections).Select(_ => SendAsync(Empty())).ToArray();
        var connections = new List<RawConnection>();

        foreach (var _ in calls)
        {
            connections.Add(await _server.AcceptAsync());
            await connections[^1].ReadRequestAsync();
        }

        var (waiting, next) = (SendAsync(Empty(), cancellationToken: caller.Token), SendAsync(Empty()));
        await caller.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await connections[7].SayAsync(Nothing);
        await connections[7].ReadRequestAsync();
        await Task.WhenAll(connections.Select(connection => connection.SayAsync(Nothing)));
        await Task.WhenAll([.. calls, next]);

        Assert.True(HttpFailure.NothingWasSent(cancelled));
        Assert.Equal((MaxConnections, MaxConnections + 1), (_server.Connections, _server.Requests.Count));
    }

    [Fact]
    public async Task A_call_cancelled_after_it_was_sent_may_have_taken_effect()
    {
        using var caller = new CancellationTokenSource();
        var sending = SendAsync(Empty(), cancellationToken: caller.Token);
        var connection = await _server.AcceptAsync();
        await connection.ReadRequestAsync();

        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.False(HttpFailure.NothingWasSent(cancelled));
        await connection.ClosedAsync();
    }

    [Fact]
    public async Task A_connection_reset_before_the_reply_may_have_taken_effect()
    {
        var sending = SendAsync(Empty());
        var connection = await _server.AcceptAsync();
        await connection.ReadRequestAsync();

        connection.Reset();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => sending);
        Assert.Equal((HttpRequestError.ResponseEnded, false), (failure.HttpRequestError, HttpFailure.NothingWasSent(failure)));
        Assert.StartsWith("HTTP-REPLY: ", failure.Message, StringComparison.Ordinal);
    }

    /// <summary><see cref="OnceContent.IsBegun"/> relies on this: if the handler sent the head first, "nothing was sent" would be wrong.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(100_000, 0)]
    [InlineData(0, 100_000)]
    public async Task No_byte_leaves_before_the_content_is_asked_for(int headerLength, int bodyLength)
    {
        var content = new OnceContent(new byte[bodyLength]);
        var before = new List<bool>();
        _handler.ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new WatchedStream(() => before.Add(content.IsBegun)));

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(content, header: new('a', headerLength)));

        Assert.NotEmpty(before);
        Assert.DoesNotContain(false, before);
    }

    [Fact]
    public void A_failure_of_the_stream_after_the_call_was_sent_may_have_taken_effect()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Url);

        var reported = Assert.IsType<HttpRequestException>(HttpFailure.From(request, new IOException("broken"), default));

        Assert.Equal((HttpRequestError.ResponseEnded, false), (reported.HttpRequestError, HttpFailure.NothingWasSent(reported)));
    }

    [Fact]
    public async Task Failed_calls_do_not_use_up_the_connections_of_later_calls()
    {
        var isUnreachable = true;
        _handler.ConnectCallback = async (context, token) => isUnreachable ? throw new IOException() : await ServerConnection.TcpAsync(context.DnsEndPoint, token);

        for (var failed = 0; failed < MaxConnections + 8; failed++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Empty()));
        }

        isUnreachable = false;
        _server.Answer(Nothing);
        await SendAsync(Empty());
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    private static OnceContent Empty() => new(ReadOnlyMemory<byte>.Empty);

    private static async ValueTask<Stream> NeverAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return Stream.Null;
    }

    private async Task SendAsync(OnceContent? content, Uri? url = null, string? header = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, url ?? _server.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("x-acs-any", header);
        using var reply = await _http.SendAsync(request, cancellationToken);
    }

    /// <summary>Accepts all bytes, and ends without an answer.</summary>
    private sealed class WatchedStream(Action written) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written();
            return ValueTask.CompletedTask;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
