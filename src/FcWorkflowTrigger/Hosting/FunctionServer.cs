using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Runs Kestrel without the generic host: the host adds configuration, file watching and middleware, and this program uses none of them.</summary>
internal sealed partial class FunctionServer(
    HostingOptions options,
    KestrelServer kestrel,
    InvocationEndpoint endpoint,
    PrewarmedConnections connections,
    BackgroundWork backgroundWork,
    Shutdown shutdown,
    ILogger<FunctionServer> logger,
    TimeProvider clock)
{
    // The time that requests and background work have to finish in, after the process was asked to end.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    /// <summary>Serves until the process is asked to end; then waits until its requests are answered and the background work is done.</summary>
    public async Task RunAsync()
    {
        await kestrel.StartAsync(new Requests(endpoint), CancellationToken.None);

        // Only now: Function Compute is waiting for the port.
        connections.Open();
        Started(logger, options.FunctionName, options.Version);
        await shutdown.Asked;
        using var deadline = new CancellationTokenSource(Drain, clock);
        await kestrel.StopAsync(deadline.Token);
        await backgroundWork.WhenAllAsync(deadline.Token);
    }

    [LoggerMessage(
        EventId = 64, EventName = LogEvents.InstanceStarted, Level = LogLevel.Information, Message = "FcWorkflowTrigger {Version} serves as {Role}.")]
    private static partial void Started(ILogger logger, string role, string version);

    /// <summary>Gives every request to the endpoint. Kestrel logs an exception of the endpoint and answers 500.</summary>
    private sealed class Requests(InvocationEndpoint endpoint) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => endpoint.HandleAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // The context owns nothing: there is no scope of services in a request.
        }
    }
}
