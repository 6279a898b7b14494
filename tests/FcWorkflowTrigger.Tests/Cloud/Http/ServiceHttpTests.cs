using System.Net.Sockets;
using System.Security.Authentication;
using FcWorkflowTrigger.Cloud.Connections;
using FcWorkflowTrigger.Cloud.Http;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>Which connection a call goes over, and what is known when it fails.</summary>
public sealed class ServiceHttpTests : IDisposable
{
    private const string Nothing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly HttpOrigin Ims = HttpOrigin.From(new("https://ice.invalid/"));

    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly List<FakeConnection> _wires = [];
    private readonly ServiceHttp _http;
    private Exception? _unreachable;

    public ServiceHttpTests() => _http = new(ConnectAsync, _time);

    [Fact]
    public async Task One_call_after_another_goes_over_one_connection()
    {
        await CallAsync(Nothing);
        await CallAsync(Nothing);

        Assert.Single(_wires);
        Assert.Equal(2, _wires[0].Requests.Split("GET /").Length - 1);
    }

    [Fact]
    public async Task Calls_under_way_together_have_a_connection_each_and_leave_both_for_later()
    {
        var (first, second) = (SendAsync(), SendAsync());
        await _wires[0].SayAsync(Nothing);
        await _wires[1].SayAsync(Nothing);
        await Task.WhenAll(first, second);

        var (third, fourth) = (SendAsync(), SendAsync());
        await Task.WhenAll([.. _wires.Select(wire => wire.SayAsync(Nothing)), third, fourth]);

        Assert.Equal(2, _wires.Count);
    }

    [Fact]
    public async Task No_more_than_32_are_open_at_once_and_the_next_call_waits_for_one()
    {
        var calls = Enumerable.Range(0, 33).Select(_ => SendAsync()).ToArray();
        Assert.Equal(32, _wires.Count);

        await _wires[7].SayAsync(Nothing);
        await calls[7];
        await Task.WhenAll([.. _wires.Select(wire => wire.SayAsync(Nothing)), .. calls]);

        Assert.Equal(32, _wires.Count);
    }

    [Fact]
    public async Task Origins_do_not_share_connections()
    {
        await CallAsync(Nothing);
        using var other = new ServiceCall("GET", HttpOrigin.From(new("http://ice.invalid/")), "/"u8);

        var sending = _http.SendAsync(other, default).AsTask();
        await _wires[1].SayAsync(Nothing);
        await sending;

        Assert.Equal(2, _wires.Count);
    }

    [Theory]
    [InlineData(nameof(Heard.End))]
    [InlineData(nameof(Heard.Bytes))]
    public async Task A_kept_connection_that_has_been_heard_is_left(string heard)
    {
        await CallAsync(Nothing);
        _wires[0].Listens = Enum.Parse<Heard>(heard);

        await CallAsync(Nothing);

        Assert.Equal((2, true), (_wires.Count, _wires[0].IsClosed));
    }

    [Fact]
    public async Task A_connection_idle_for_a_minute_is_left()
    {
        await CallAsync(Nothing);
        _time.Advance(TimeSpan.FromMinutes(1));

        await CallAsync(Nothing);

        Assert.Equal((2, true), (_wires.Count, _wires[0].IsClosed));
    }

    [Fact]
    public async Task Connections_of_a_rush_are_closed_by_later_calls()
    {
        var (first, second) = (SendAsync(), SendAsync());
        await Task.WhenAll(_wires[0].SayAsync(Nothing), first);
        await Task.WhenAll(_wires[1].SayAsync(Nothing), second);
        _time.Advance(TimeSpan.FromSeconds(40));
        await CallAsync(Nothing);
        _time.Advance(TimeSpan.FromSeconds(40));

        await CallAsync(Nothing);

        Assert.Equal([true, false], _wires.Select(wire => wire.IsClosed));
    }

    [Fact]
    public async Task A_call_whose_connection_breaks_is_not_sent_again()
    {
        await CallAsync(Nothing);
        var sending = SendAsync();
        await _wires[0].HangUpAsync();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => sending);

        Assert.Equal(HttpRequestError.ResponseEnded, failure.HttpRequestError);
        Assert.StartsWith("HTTP-REPLY: ice.invalid gave no usable reply", failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, true), (_wires.Count, _wires[0].IsClosed));
    }

    [Fact]
    public async Task What_is_no_reply_is_told_from_one_that_never_came() => Assert.Equal(
        HttpRequestError.InvalidResponse, (await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("<html>\r\n\r\n"))).HttpRequestError);

    public static TheoryData<Exception, HttpRequestError> Unreachable { get; } = new()
    {
        { new SocketException((int)SocketError.HostNotFound), HttpRequestError.NameResolutionError },
        { new SocketException((int)SocketError.ConnectionRefused), HttpRequestError.ConnectionError },
        { new AuthenticationException("untrusted"), HttpRequestError.SecureConnectionError },
        { new IOException("broken in the middle of the handshake"), HttpRequestError.ConnectionError },
    };

    [Theory]
    [MemberData(nameof(Unreachable), DisableDiscoveryEnumeration = true)]
    public async Task A_connection_that_never_came_about_has_sent_nothing(Exception why, HttpRequestError error)
    {
        _unreachable = why;

        var failure = await Assert.ThrowsAsync<HttpRequestException>(SendAsync);

        Assert.Equal(error, failure.HttpRequestError);
        Assert.StartsWith("HTTP-CONNECT: no connection to ice.invalid came about", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_take_no_place_from_later_calls()
    {
        _unreachable = new IOException();

        for (var failed = 0; failed < 40; failed++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(SendAsync);
        }

        _unreachable = null;
        await CallAsync(Nothing);
    }

    [Fact]
    public async Task A_call_that_is_called_off_closes_its_connection()
    {
        using var caller = new CancellationTokenSource();
        using var call = new ServiceCall("GET", Ims, "/"u8);
        var sending = _http.SendAsync(call, caller.Token).AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True(_wires[0].IsClosed);
    }

    public void Dispose() => _http.Dispose();

    private Task<OpenConnection> ConnectAsync(HttpOrigin origin, CancellationToken cancellationToken)
    {
        if (_unreachable is { } why)
        {
            return Task.FromException<OpenConnection>(why);
        }

        _wires.Add(new());
        return Task.FromResult(_wires[^1].Connection);
    }

    private async Task SendAsync()
    {
        using var call = new ServiceCall("GET", Ims, "/"u8);
        await _http.SendAsync(call, default);
    }

    private async Task CallAsync(string reply)
    {
        var sending = SendAsync();
        await _wires[^1].SayAsync(reply);
        await sending;
    }
}
