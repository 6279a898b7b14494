using System.Net;
using System.Net.Sockets;
using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>Which connection a call goes over.</summary>
public sealed class ConnectionTests : IDisposable
{
    private const string Nothing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private readonly RawServer _server = new();
    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());

    [Fact]
    public async Task One_call_after_another_goes_over_one_connection()
    {
        _server.Answer(Nothing);

        await SendAsync();
        await SendAsync();

        Assert.Equal((1, 2), (_server.Connections, _server.Requests.Count));
    }

    [Fact]
    public async Task Calls_under_way_together_have_a_connection_each_and_leave_both_for_later()
    {
        var calls = await Task.WhenAll(SentAsync(), SentAsync());
        await Task.WhenAll(calls.Select(call => call.Connection.SayAsync(Nothing)));
        await Task.WhenAll(calls.Select(call => call.Sending));

        var later = Task.WhenAll(SendAsync(), SendAsync());
        await Task.WhenAll(calls.Select(call => call.Connection.ReadRequestAsync()));
        await Task.WhenAll(calls.Select(call => call.Connection.SayAsync(Nothing)));
        await later;

        Assert.Equal((2, 4), (_server.Connections, _server.Requests.Count));
    }

    [Fact]
    public async Task Servers_do_not_share_connections()
    {
        using var other = new RawServer();
        _server.Answer(Nothing);
        other.Answer(Nothing);

        await SendAsync();
        await SendAsync(other.Url);

        Assert.Equal((1, 1), (_server.Connections, other.Connections));
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_has_closed_is_left()
    {
        var (first, sending) = await SentAsync();
        await first.SayAsync(Nothing);
        await sending;
        first.HangUp();

        var (second, next) = await SentAsync();
        await second.SayAsync(Nothing);
        await next;

        Assert.Equal((2, 2), (_server.Connections, _server.Requests.Count));
    }

    [Fact]
    public async Task A_kept_connection_over_which_something_came_unasked_is_left()
    {
        var (first, sending) = await SentAsync();
        await first.SayAsync(Nothing, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nSTALE");
        await sending;

        var (second, next) = await SentAsync();
        await second.SayAsync(Nothing);

        await next;
        Assert.Equal((2, 2), (_server.Connections, _server.Requests.Count));
    }

    // The handler counts by the machine's own clock, so the test can only check the settings it gets.
    [Fact]
    public void A_connection_is_not_used_after_a_minute_however_long_the_instance_was_frozen()
    {
        using var handler = CloudHttp.CreateHandler();

        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), (handler.PooledConnectionLifetime, handler.PooledConnectionIdleTimeout));
    }

    [Fact]
    public void A_proxy_that_the_environment_names_is_not_used()
    {
        using var handler = CloudHttp.CreateHandler();

        Assert.False(handler.UseProxy);
    }

    [Fact]
    public void A_connect_that_hangs_ends_before_the_five_seconds_of_its_try()
    {
        using var handler = CloudHttp.CreateHandler();

        Assert.InRange(handler.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_connect_that_fails_leaves_no_socket_open()
    {
        Socket? tried = null;

        await Assert.ThrowsAsync<IOException>(() => ServerConnection.TcpAsync(
            (socket, _) =>
            {
                tried = socket;
                throw new IOException("unreachable");
            },
            default));

        Assert.True(tried!.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task A_connection_past_its_lifetime_is_left()
    {
        var handler = CloudHttp.CreateHandler();
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        using var http = CloudHttp.Create(handler);
        _server.Answer(Nothing);

        await SendAsync(http: http);
        await SendAsync(http: http);

        Assert.Equal(2, _server.Connections);
    }

    [Fact]
    public async Task A_call_whose_connection_breaks_is_not_sent_again()
    {
        var (connection, first) = await SentAsync();
        await connection.SayAsync(Nothing);
        await first;

        var second = SendAsync();
        await connection.ReadRequestAsync();
        connection.HangUp();

        await Assert.ThrowsAsync<HttpRequestException>(() => second);
        Assert.Equal((1, 2), (_server.Connections, _server.Requests.Count));
    }

    [Fact]
    public async Task A_content_cannot_be_sent_twice_even_by_a_handler_that_would()
    {
        var content = new OnceContent(TestData.Bytes("{}"));
        await content.CopyToAsync(Stream.Null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => content.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Only_HTTP_1_1_is_spoken()
    {
        _server.Answer(Nothing);
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Url);

        using var reply = await _http.SendAsync(request, default);

        Assert.Equal((HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact), (request.Version, request.VersionPolicy));
        Assert.StartsWith("GET / HTTP/1.1\r\n", _server.Requests.Single(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    private async Task SendAsync(Uri? url = null, HttpMessageInvoker? http = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url ?? _server.Url) { Content = new OnceContent(TestData.Bytes("{}")) };
        using var reply = await (http ?? _http).SendAsync(request, default);
    }

    /// <summary>A request that has arrived over a new connection.</summary>
    private async Task<(RawConnection Connection, Task Sending)> SentAsync()
    {
        var sending = SendAsync();
        var connection = await _server.AcceptAsync();
        await connection.ReadRequestAsync();
        return (connection, sending);
    }
}
