using System.Net;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>One web server a port, all on this machine's own address only.</summary>
internal sealed class Listeners(EmulatorOptions options) : IAsyncDisposable
{
    private const int MaxRequestBytes = 64 * 1024;

    private readonly List<WebApplication> _apps = [];

    private readonly ILoggerFactory _loggers = LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    public ILogger<T> Logger<T>() => _loggers.CreateLogger<T>();

    public void Add(int offset, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_loggers);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.PortBase + offset);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;

            // IMS's parameters and OSS's keys, encoded, are longer than the defaults allow; each service has its own limits behind this one.
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
}
