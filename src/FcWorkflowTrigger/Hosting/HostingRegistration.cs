using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace FcWorkflowTrigger.Hosting;

/// <summary>What Function Compute asks of every custom runtime's server (documentation, "Custom runtime: principles").</summary>
internal static class HostingRegistration
{
    private const int MaxBodyBytes = 32 * 1024 * 1024;

    // As much as the head of a request may have.
    private const int MaxUnreadBytes = 64 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromDays(1);

    public static void AddRuntime(this IServiceCollection services, HostingOptions options, Credentials? environment) => services
        .AddSingleton(options)
        .AddSingleton(new CredentialStore(environment))
        .AddSingleton<InvocationScope>()
        .AddSingleton<CloudClock>(_ => new(TimeProvider.System))
        .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<CloudClock>())
        .AddSingleton<FcLoggerFactory>(provider => new(
            options,
            provider.GetRequiredService<InvocationScope>(),
            new StreamWriter(Console.OpenStandardOutput()),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ILoggerFactory>(provider => provider.GetRequiredService<FcLoggerFactory>())
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton<Shutdown>()
        .AddSingleton<StaleCredentials>()
        .AddSingleton<BackgroundWork>()
        .AddSingleton<EventReply>()
        .AddSingleton<InvocationEndpoint>()
        .AddSingleton(provider => Kestrel(options, provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<FunctionServer>();

    /// <summary>Returns when the process was asked to end, its requests are answered, and the background work is done.</summary>
    public static async Task ServeAsync(this IServiceCollection services)
    {
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<FunctionServer>().RunAsync();
    }

    /// <summary>Function Compute calls from outside the instance, so loopback is not enough.</summary>
    public static IPEndPoint EndPoint(HostingOptions options) => new(IPAddress.Any, options.Port);

    public static KestrelServerOptions ServerOptions(HostingOptions options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Listen(EndPoint(options));
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;

        // Function Compute reuses idle connections for 15 minutes and more, and never repeats a POST on a closed one. Not infinite:
        // Kestrel adds its time-outs up, infinity overflows, and idle connections then close within a second.
        kestrel.Limits.KeepAliveTimeout = KeepAlive;

        // An instance is frozen between requests: a rate measured across the thaw means nothing.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        return kestrel;
    }

    /// <summary>A body that no handler reads fills this buffer of its connection and no more: the default of 1 MiB lets strangers take the instance's memory.</summary>
    public static SocketTransportOptions TransportOptions() => new() { MaxReadBufferSize = MaxUnreadBytes };

    private static KestrelServer Kestrel(HostingOptions options, ILoggerFactory log) => new(
        Options.Create(ServerOptions(options)),
        new SocketTransportFactory(Options.Create(TransportOptions()), log),
        log);
}
