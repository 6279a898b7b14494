using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

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

    private static async Task TurnsAsync()
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            await Task.Run(static () => { });
        }
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddRuntime(RuntimeEndpointTests.Options, null);
        var loopback = new KestrelServerOptions();
        loopback.Listen(IPAddress.Loopback, 0);

        return services
            .AddSingleton(new FunctionHandlers())
            .AddSingleton(new PrewarmedConnections([], ServerConnection.OpenAsync, TimeProvider.System))
            .AddSingleton(new KestrelServer(
                Options.Create(loopback),
                new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
                NullLoggerFactory.Instance))
            .BuildServiceProvider();
    }
}
