using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>One service of the stub, on Kestrel by itself: what the cloud takes of the processor, the programs measured cannot have.</summary>
internal sealed class StubListener(StubCloud cloud, string service, X509Certificate2? certificate, Func<StubCall, ValueTask> answer)
    : IHttpApplication<StubCall>, IAsyncDisposable
{
    private readonly KestrelServer _kestrel = new(
        Options.Create(ServerOptions(certificate)),

        // No answer waits for anything, so none needs a thread of its own.
        new SocketTransportFactory(Options.Create(new SocketTransportOptions { UnsafePreferInlineScheduling = true }), NullLoggerFactory.Instance),
        NullLoggerFactory.Instance);

    /// <summary>On a port the system chose.</summary>
    public string Url => _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    public Task StartAsync(CancellationToken cancellationToken) => _kestrel.StartAsync(this, cancellationToken);

    public StubCall CreateContext(IFeatureCollection contextFeatures) => new(cloud, contextFeatures);

    public Task ProcessRequestAsync(StubCall context) => context.AnswerAsync(service, answer);

    public void DisposeContext(StubCall context, Exception? exception)
    {
        // The call owns nothing.
    }

    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
    }

    private static KestrelServerOptions ServerOptions(X509Certificate2? certificate)
    {
        var kestrel = new KestrelServerOptions
        {
            AddServerHeader = false,
            ApplicationServices = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider(),
        };
        kestrel.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate));
        return kestrel;
    }
}
