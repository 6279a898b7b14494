using System.Net;
using System.Net.Sockets;
using FcWorkflowTrigger.Services.Connections;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Services.Connections;

public sealed class ReadyConnectionsTests
{
    private static readonly Uri Oss = new("https://ledger.oss.invalid/");
    private static readonly DnsEndPoint OssEndPoint = new("ledger.oss.invalid", 443);

    private readonly FakeTimeProvider _clock = new(Given.Now);

    [Fact]
    public async Task A_connection_is_opened_before_it_is_wanted_and_given_away_once()
    {
        using var opened = new MemoryStream();
        var connections = Opened((_, _) => Task.FromResult<Stream>(opened));

        var (first, second) = (await connections.TakeAsync(OssEndPoint, default), await connections.TakeAsync(OssEndPoint, default));

        Assert.Same(opened, first);
        Assert.Null(second);
    }

    [Fact]
    public async Task A_call_waits_for_the_connection_under_way_instead_of_opening_another()
    {
        using var opened = new MemoryStream();
        var underWay = new TaskCompletionSource<Stream>();
        var taking = Opened((_, _) => underWay.Task).TakeAsync(OssEndPoint, default);
        Assert.False(taking.IsCompleted);

        underWay.SetResult(opened);

        Assert.Same(opened, await taking);
    }

    [Fact]
    public async Task A_connection_that_failed_is_forgotten()
    {
        var connections = Opened((_, _) => Task.FromException<Stream>(new SocketException()));

        Assert.Null(await connections.TakeAsync(OssEndPoint, default));
    }

    [Fact]
    public async Task A_connection_that_hangs_is_given_up()
    {
        var begun = new TaskCompletionSource();
        var taking = Opened(async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return Stream.Null;
        }).TakeAsync(OssEndPoint, default);
        await begun.Task;

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(await taking);
    }

    [Fact]
    public async Task A_connection_silent_for_long_is_closed_because_the_service_may_have_closed_it()
    {
        using var opened = new MemoryStream();
        var connections = Opened((_, _) => Task.FromResult<Stream>(opened));
        _clock.Advance(TimeSpan.FromSeconds(10));

        var taken = await connections.TakeAsync(OssEndPoint, default);

        Assert.Null(taken);
        Assert.False(opened.CanRead);
    }

    [Fact]
    public async Task A_connection_to_one_service_is_not_given_to_another()
    {
        var connections = Opened((_, _) => Task.FromResult(Stream.Null));

        Assert.Null(await connections.TakeAsync(new("ims.invalid", 443), default));
    }

    private ReadyConnections Opened(Func<Uri, CancellationToken, Task<Stream>> open)
    {
        var connections = new ReadyConnections([Oss], open, _clock);
        connections.Open();
        return connections;
    }
}
