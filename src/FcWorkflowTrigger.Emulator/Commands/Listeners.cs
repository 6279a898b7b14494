using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>One web server per port. All listen on the loopback address only.</summary>
internal sealed class Listeners(EmulatorOptions options) : IAsyncDisposable
{
    private const int MaxRequestBytes = 64 * 1024;

    private readonly List<WebApplication> _apps = [];

    private readonly ILoggerFactory _loggers = LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LogLevel.Warning);

        // A port that is taken is told by its own error, in one line.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    public ILogger<T> Logger<T>() => _loggers.CreateLogger<T>();

    /// <param name="certificate">Serves https with it; null serves http.</param>
    public void Add(int offset, X509Certificate2? certificate, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_loggers);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.PortBase + offset, listen => Secure(listen, certificate));
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;

            // Encoded parameters of IMS and keys of OSS are longer than the defaults allow. Each service also checks its own limits.
            kestrel.Limits.MaxRequestLineSize = MaxRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxRequestBytes;
            kestrel.AddServerHeader = false;
        });

        var app = builder.Build();
        map(app);
        _apps.Add(app);
    }

    /// <exception cref="EmulatorException">A port is taken.</exception>
    public async Task StartAsync()
    {
        foreach (var (app, offset) in _apps.Select((app, offset) => (app, offset)))
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException)
            {
                throw new EmulatorException(
                    "PORT-TAKEN", $"Port {options.PortBase + offset} is in use. End what listens there, or choose four other ports with --port-base.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _loggers.Dispose();
    }

    private static void Secure(ListenOptions listen, X509Certificate2? certificate)
    {
        // HTTP/1.1 carries one call at a time on a connection, also with TLS. So a fault that cuts a connection cuts one call only.
        listen.Protocols = HttpProtocols.Http1;

        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }
}
