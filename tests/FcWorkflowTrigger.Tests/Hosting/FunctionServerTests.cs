using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Hosting;

public sealed class FunctionServerTests
{
    // Many more turns of the thread pool than the rest of the shutdown takes.
    private const int Turns = 1000;

    [Fact]
    public async Task The_process_ends_only_when_what_callbacks_left_behind_is_done()
    {
        await using var services = Services();
        var shutdown = services.GetRequiredService<Shutdown>();
        var isDone = false;
        services.GetRequiredService<BackgroundWork>().Run(TestData.RunId, async () =>
        {
            await shutdown.Asked;
            await TurnsAsync();
            isDone = true;
        });
        var serving = services.GetRequiredService<FunctionServer>().RunAsync();

        shutdown.Ask();
        await serving;

        Assert.True(isDone);
    }

    [Fact]
    public async Task The_process_ends_only_when_what_its_last_request_leaves_behind_is_done()
    {
        var (arrived, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var services = Services(provider => new(OnHttp: async (http, _, _) =>
        {
            var stopping = new TaskCompletionSource();
            http.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested.Register(stopping.SetResult);
            arrived.SetResult();
            await stopping.Task;
            provider.GetRequiredService<BackgroundWork>().Run(TestData.RunId, () => left.Task);
        }));
        var kestrel = services.GetRequiredService<KestrelServer>();
        var serving = services.GetRequiredService<FunctionServer>().RunAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        request.Headers.Add(FcHeaders.ControlPath, "/http-invoke");
        var calling = client.SendAsync(request);
        await arrived.Task;

        services.GetRequiredService<Shutdown>().Ask();
        using var reply = await calling;

        // The server is being stopped already: this waits until it has stopped.
        await kestrel.StopAsync(default);
        await TurnsAsync();
        Assert.False(serving.IsCompleted);

        left.SetResult();
        await serving;
    }

    [Fact]
    public async Task Work_that_does_not_end_is_left_30_seconds_after_the_process_was_asked_to_end()
    {
        var time = new FakeTimeProvider(TestData.Now);
        await using var services = Services(clock: time);
        services.GetRequiredService<BackgroundWork>().Run(TestData.RunId, () => new TaskCompletionSource().Task);
        var serving = services.GetRequiredService<FunctionServer>().RunAsync();

        services.GetRequiredService<Shutdown>().Ask();
        await services.GetRequiredService<KestrelServer>().StopAsync(default);
        await TurnsAsync();
        time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        await TurnsAsync();
        Assert.False(serving.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await serving.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task TurnsAsync()
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            await Task.Run(static () => { });
        }
    }

    private static ServiceProvider Services(Func<IServiceProvider, FunctionHandlers>? handlers = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddRuntime(RuntimeEndpointTests.Options, null);
        var loopback = new KestrelServerOptions();
        loopback.Listen(IPAddress.Loopback, 0);

        return services
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton(handlers ?? (_ => new()))
            .AddSingleton(new PrewarmedConnections([], ServerConnection.OpenAsync, TimeProvider.System))
            .AddSingleton(new KestrelServer(
                Options.Create(loopback),
                new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
                NullLoggerFactory.Instance))
            .BuildServiceProvider();
    }
}
