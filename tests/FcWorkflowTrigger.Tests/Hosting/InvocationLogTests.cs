using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Hosting;

/// <summary>Function Compute finds an invocation's log lines between its first and its last.</summary>
public sealed class InvocationLogTests
{
    private static readonly HostingOptions Framed = RuntimeEndpointTests.Options with { LogFrames = true };

    private readonly StringWriter _log = new();

    [Fact]
    public async Task An_invocation_that_ends_well_begins_and_ends_its_lines()
    {
        var status = await InvokeAsync("/http-invoke", new(OnHttp: (http, _, token) => http.Response.WriteAsync("ok", token)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["FC Invoke Start RequestId: request-1", "FC Invoke End RequestId: request-1"], Lines());
    }

    [Fact]
    public async Task An_HTTP_call_whose_handler_throws_ends_its_lines_with_the_error_and_is_answered_500()
    {
        var status = await InvokeAsync("/http-invoke", new(OnHttp: (_, _, _) => throw new InvalidOperationException("broken")));

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(["FC Invoke Start RequestId: request-1", "FC Invoke End RequestId: request-1, Error: Unhandled function error"], Lines());
    }

    [Fact]
    public async Task An_event_whose_handler_throws_ends_its_lines_with_the_error()
    {
        var status = await InvokeAsync("/invoke", new(OnEvent: (_, _, _) => throw new InvalidOperationException("broken")));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(["FC Invoke Start RequestId: request-1", "FC Invoke End RequestId: request-1, Error: Unhandled function error"], Lines());
    }

    [Fact]
    public async Task An_event_is_handed_over_whole()
    {
        var document = new byte[300_000];
        new Random(1).NextBytes(document);
        byte[] taken = [];

        await InvokeAsync(
            "/invoke",
            new(OnEvent: (bytes, _, _) =>
            {
                taken = bytes.ToArray();
                return Task.FromResult<ReadOnlyMemory<byte>>(default);
            }),
            document);

        Assert.Equal(document, taken);
    }

    private string[] Lines() => [.. _log.ToString().Split(Environment.NewLine).Where(line => line.StartsWith("FC ", StringComparison.Ordinal))];

    private async Task<HttpStatusCode> InvokeAsync(string path, FunctionHandlers functions, byte[]? body = null)
    {
        var services = new ServiceCollection();
        services.AddRuntime(Framed, null);
        var options = new KestrelServerOptions();
        options.Listen(IPAddress.Loopback, 0);
        using var kestrel = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        await using var provider = services
            .AddSingleton(functions)
            .AddSingleton(new PrewarmedConnections([], ServerConnection.OpenAsync, TimeProvider.System))
            .AddSingleton(kestrel)
            .AddSingleton(scoped => new FcLoggerFactory(Framed, scoped.GetRequiredService<InvocationScope>(), _log, new FakeTimeProvider(TestData.Now)))
            .BuildServiceProvider();
        var serving = provider.GetRequiredService<FunctionServer>().RunAsync();

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single())
        {
            Content = new ByteArrayContent(body ?? []),
        };
        request.Headers.Add(FcHeaders.ControlPath, path);
        request.Headers.Add(FcHeaders.RequestId, "request-1");
        using var reply = await http.SendAsync(request);

        // Its last line is out before the process ends.
        provider.GetRequiredService<Shutdown>().Ask();
        await serving;
        return reply.StatusCode;
    }
}
