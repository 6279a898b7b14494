using System.Net;
using System.Net.Sockets;
using FcWorkflowTrigger.Cloud.Connections;
using FcWorkflowTrigger.Cloud.Http;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Connections;

public sealed class ReadyConnectionsTests
{
    private static readonly HttpOrigin Oss = HttpOrigin.From(new("https://ledger.oss.invalid/"));

    private readonly FakeTimeProvider _clock = new(TestData.Now);

    [Fact]
    public async Task A_connection_is_opened_before_it_is_wanted_and_given_away_once()
    {
        using var opened = new MemoryStream();
        var connections = Opening(opened);

        var (first, second) = (await connections.TakeAsync(Oss, default), await connections.TakeAsync(Oss, default));

        Assert.Same(opened, first!.Stream);
        Assert.Null(second);
    }

    [Fact]
    public async Task A_call_waits_for_the_connection_under_way_instead_of_opening_another()
    {
        using var opened = new MemoryStream();
        var underWay = new TaskCompletionSource<OpenConnection>();
        var taking = Opened((_, _) => underWay.Task).TakeAsync(Oss, default);
        Assert.False(taking.IsCompleted);

        underWay.SetResult(Open(opened));

        Assert.Same(opened, (await taking)!.Stream);
    }

    [Fact]
    public async Task A_connection_that_failed_is_forgotten()
    {
        var connections = Opened((_, _) => Task.FromException<OpenConnection>(new SocketException()));

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
    public async Task A_connection_that_nobody_takes_is_closed_because_the_service_may_have_closed_it()
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
        var taken = (WatchedStream)(await connections.TakeAsync(Oss, default))!.Stream;

        _clock.Advance(TimeSpan.FromSeconds(10));

        await (taken == opened ? left : opened).Closed;
        Assert.False(taken.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_opens_after_its_taker_has_gone_is_closed()
    {
        using var opened = new WatchedStream();
        using var gone = new CancellationTokenSource();
        var underWay = new TaskCompletionSource<OpenConnection>();
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
        var connections = Opened((_, _) => Task.FromResult(new OpenConnection(ended, () => Heard.End)));

        Assert.Null(await connections.TakeAsync(Oss, default));
        Assert.True(ended.Closed.IsCompleted);
    }

    [Fact]
    public async Task The_end_of_a_real_connection_is_seen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var service = HttpOrigin.From(new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        var connection = await ServiceConnection.OpenAsync(service, default);
        await using var stream = connection.Stream;
        using var accepted = await listener.AcceptSocketAsync();
        Assert.Equal(Heard.Nothing, connection.Listen());

        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));

        Assert.Equal(Heard.End, connection.Listen());
    }

    [Fact]
    public async Task A_connection_to_one_service_is_not_given_to_another()
    {
        var connections = Opening(Stream.Null);

        Assert.Null(await connections.TakeAsync(HttpOrigin.From(new("https://ims.invalid/")), default));
    }

    private static OpenConnection Open(Stream stream) => new(stream, () => Heard.Nothing);

    private static Stream Next(Queue<Stream> streams)
    {
        lock (streams)
        {
            return streams.Dequeue();
        }
    }

    private ReadyConnections Opening(Stream stream) => Opened((_, _) => Task.FromResult(Open(stream)));

    private ReadyConnections Opened(Connect open, params HttpOrigin[] services)
    {
        var connections = new ReadyConnections(services is [] ? [Oss] : services, open, _clock);
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
}
