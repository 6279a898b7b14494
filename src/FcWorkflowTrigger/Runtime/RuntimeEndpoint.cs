using System.Net;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Runtime;

/// <summary>What Function Compute asks of every custom runtime's server (documentation, "Custom runtime: principles").</summary>
internal static class RuntimeEndpoint
{
    private const int MaxBodyBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromDays(1);

    public static void AddRuntime(this WebApplicationBuilder builder, AppSettings settings, Credentials? environment)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Any, settings.Port);
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;

            // Function Compute reuses idle connections for 15 minutes and more, and never repeats a POST on a closed one. Not infinite:
            // Kestrel adds its time-outs up, infinity overflows, and idle connections then close within a second.
            kestrel.Limits.KeepAliveTimeout = KeepAlive;

            // An instance is frozen between requests: a rate measured across the thaw means nothing.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });

        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)

            // While this one may speak, ASP.NET opens an activity for every request, which nobody collects. What ends a start still throws.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(new CredentialStore(environment))
            .AddSingleton<InvocationScope>()
            .AddSingleton<CloudClock>(_ => new(TimeProvider.System))
            .AddSingleton<TimeProvider>(services => services.GetRequiredService<CloudClock>())
            .AddSingleton<FcLoggerProvider>(services => new(
                services.GetRequiredService<InvocationScope>(), Output(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton<ILoggerProvider>(services => services.GetRequiredService<FcLoggerProvider>())
            .AddSingleton<InvocationEndpoint>();
    }

    public static InvocationEndpoint Runtime(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<InvocationEndpoint>();
        app.Run(endpoint.HandleAsync);
        return endpoint;
    }

    // Console.Out would send every piece of a line by itself.
    private static StreamWriter Output() => new(Console.OpenStandardOutput());
}
