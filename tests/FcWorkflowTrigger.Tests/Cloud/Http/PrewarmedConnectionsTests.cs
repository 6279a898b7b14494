using System.Net;
using System.Net.Sockets;
using FcWorkflowTrigger.Cloud.Http;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

public sealed class PrewarmedConnectionsTests
{
    private static readonly Uri Oss = new Uri("https://ledger.oss.invalid/");

    private readonly FakeTimeProvider _clock = new(TestData.Now);

    [Fact]
    public async Task A_connection_is_opened_before_it_is_wanted_and_given_away_once()
    {
        using var opened = new MemoryStream();
        var connections = Opening(opened);

        var (first, second) = (await connections.TakeAsync(Oss, default), await connections.TakeAsync(Oss, default));

        Assert.Same(opened, first);
        Assert.Null(second);
    }

    [Fact]
    public async Task A_call_waits_for_the_connection_under_way_instead_of_opening_another()
    {
        using var opened = new MemoryStream();
        var underWay = new TaskCompletionSource<PrewarmedConnection>();
        var taking = Opened((_, _) => underWay.Task).TakeAsync(Oss, default);
        Assert.False(taking.IsCompleted);

        underWay.SetResult(Open(opened));

        Assert.Same(opened, await taking);
    }

    [Fact]
    public async Task A_connection_that_failed_is_forgotten()
    {
        var connections = Opened((_, _) => Task.FromException<PrewarmedConnection>(new SocketException()));

        Assert.Null(await connections.TakeAsync(Oss, default));
    }

    [Fact]
    public async Task A_connection_that_hangs_is_given_up()
    {
        var begun = new TaskCompletionSource();
        var taking = Opened(async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return Open(Stream.Null);
        }).TakeAsync(Oss, default);
        await begun.Task;

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(await taking);
    }

    [Fact]
    public async Task A_connection_that_no_call_takes_is_closed_because_the_service_may_have_closed_it()
    {
        using var opened = new WatchedStream();
        var connections = Opening(opened);

        _clock.Advance(TimeSpan.FromSeconds(10));

        await opened.Closed;
        Assert.Null(await connections.TakeAsync(Oss, default));
    }

    [Fact]
    public async Task A_connection_that_is_taken_is_its_takers_to_close()
    {
        using var opened = new WatchedStream();
        using var left = new WatchedStream();
        var streams = new Queue<Stream>([opened, left]);
        var connections = Opened((_, _) => Task.FromResult(Open(Next(streams))), Oss, Oss);
        var taken = (WatchedStream)(await connections.TakeAsync(Oss, default))!;

        _clock.Advance(TimeSpan.FromSeconds(10));

        await (taken == opened ? left : opened).Closed;
        Assert.False(taken.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_opens_after_its_taker_has_gone_is_closed()
    {
        using var opened = new WatchedStream();
        using var gone = new CancellationTokenSource();
        var underWay = new TaskCompletionSource<PrewarmedConnection>();
        var taking = Opened((_, _) => underWay.Task).TakeAsync(Oss, gone.Token);

        await gone.CancelAsync();
        underWay.SetResult(Open(opened));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        await opened.Closed;
    }

    [Fact]
    public async Task A_connection_the_other_side_has_closed_is_not_given_away()
    {
        using var ended = new WatchedStream();
        var connections = Opened((_, _) => Task.FromResult(new PrewarmedConnection(ended, () => true)));

        Assert.Null(await connections.TakeAsync(Oss, default));
        Assert.True(ended.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_grew_old_while_the_instance_was_frozen_is_not_given_away()
    {
        using var old = new WatchedStream();
        var frozen = new FrozenTime();
        var connections = new PrewarmedConnections([Oss], (_, _) => Task.FromResult(Open(old)), frozen);
        connections.Open();

        frozen.Pass(TimeSpan.FromSeconds(10));

        Assert.Null(await connections.TakeAsync(Oss, default));
        Assert.True(old.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_real_connection_over_which_something_came_has_not_ended()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var service = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var connection = await ServerConnection.OpenAsync(service, default);
        await using var stream = Assert.IsType<NetworkStream>(connection.Stream);
        using var accepted = await listener.AcceptSocketAsync();

        // As TLS's session tickets come, which are not read before the first reply.
        await accepted.SendAsync(new byte[] { 1 });
        Assert.True(stream.Socket.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead));

        Assert.False(connection.HasEnded());
    }

    [Fact]
    public async Task The_end_of_a_real_connection_is_seen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var service = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var connection = await ServerConnection.OpenAsync(service, default);
        await using var stream = connection.Stream;
        using var accepted = await listener.AcceptSocketAsync();
        Assert.False(connection.HasEnded());

        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));

        Assert.True(connection.HasEnded());
    }

    [Fact]
    public async Task A_connection_to_one_service_is_not_given_to_another()
    {
        var connections = Opening(Stream.Null);

        Assert.Null(await connections.TakeAsync(new Uri("https://ims.invalid/"), default));
    }

    [Fact]
    public async Task The_handler_takes_it_and_opens_its_own_when_none_is_left()
    {
        const string Nothing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        using var server = new RawServer();
        var connections = new PrewarmedConnections([server.Url], ServerConnection.OpenAsync, _clock);
        var handler = CloudHttp.CreateHandler();
        handler.ConnectCallback = connections.ConnectAsync;
        using var http = CloudHttp.Create(handler);
        connections.Open();
        var early = await server.AcceptAsync();

        foreach (var connection in new[] { Task.FromResult(early), server.AcceptAsync() })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "any/key?tagging"));
            var sending = http.SendAsync(request, default);
            await (await connection).ReadRequestAsync();
            await (await connection).SayAsync(Nothing);
            using var reply = await sending;
        }

        Assert.Equal((2, 2), (server.Connections, server.Requests.Count));
    }

    private static PrewarmedConnection Open(Stream stream) => new(stream, () => false);

    private static Stream Next(Queue<Stream> streams)
    {
        lock (streams)
        {
            return streams.Dequeue();
        }
    }

    private PrewarmedConnections Opening(Stream stream) => Opened((_, _) => Task.FromResult(Open(stream)));

    private PrewarmedConnections Opened(Func<Uri, CancellationToken, Task<PrewarmedConnection>> open, params Uri[] services)
    {
        var connections = new PrewarmedConnections(services is [] ? [Oss] : services, open, _clock);
        connections.Open();
        return connections;
    }

    private sealed class WatchedStream : MemoryStream
    {
        private readonly TaskCompletionSource _closed = new();

        public Task Closed => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }

    /// <summary>The clock of an instance that was frozen: time has passed, and no timer has fired.</summary>
    private sealed class FrozenTime : TimeProvider
    {
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public void Pass(TimeSpan time) => _passed += time.Ticks;
    }
}
