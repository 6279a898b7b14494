using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>One service of the stub, on Kestrel without the rest of ASP.NET Core, so that the stub leaves the processor to the measured programs.</summary>
internal sealed class StubListener(StubCloud cloud, string service, X509Certificate2? certificate, Func<StubCall, ValueTask> answer)
    : IHttpApplication<StubCall>, IAsyncDisposable
{
    private readonly WebApplication _parts = Build(certificate);

    /// <summary>The address, with a port that the system chooses.</summary>
    public string Url => Kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    // The application itself is never started. It only composes the server.
    private IServer Kestrel => _parts.Services.GetRequiredService<IServer>();

    public Task StartAsync(CancellationToken cancellationToken) => Kestrel.StartAsync(this, cancellationToken);

    public StubCall CreateContext(IFeatureCollection contextFeatures) => new(cloud, contextFeatures);

    public Task ProcessRequestAsync(StubCall context) => context.AnswerAsync(service, answer);

    public void DisposeContext(StubCall context, Exception? exception)
    {
        // The call owns nothing.
    }

    public async ValueTask DisposeAsync()
    {
        await Kestrel.StopAsync(new CancellationToken(canceled: true));
        await _parts.DisposeAsync();
    }

    private static WebApplication Build(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();

        // No reply waits for anything, so no reply needs a thread of its own.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true).UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate));
        });

        return builder.Build();
    }
}
