using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.ConsolePage;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.Emulator.Control;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Fc.Triggers;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;
using FcWorkflowTrigger.Emulator.Tls;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The whole local cloud: OSS sends events to Function Compute, the functions call IMS, and IMS calls them back.</summary>
internal sealed class Emulation : IAsyncDisposable
{
    private const int SecretBytes = 32;

    // Settings that a developer can try out here as on the real cloud.
    private static readonly HashSet<string> PassedOn =
    [
        "RULES_FILE", "LEDGER_MODE", "CALLBACK_BASE_URL", "CALLBACK_QUEUE", "IMS_CALLBACK_KEYS", "IMS_CALLBACK_SIGNATURE", "IMS_CALLBACK_TOLERANCE_SECONDS",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SDK_DISABLED",
        "OUTCOMES", "OUTCOME_WEBHOOKS", "OUTCOME_WEBHOOK_SECRETS", "OUTCOME_NETWORK", "LOG_LEVEL", "LOG_FRAMES", "CATCH_UP",
        "START_POLICY", "START_WINDOW_MINUTES", "START_SKEW_SECONDS", "START_LIST_LAG_SECONDS", "START_GIVE_UP_HOURS", "RESTARTS_PER_HOUR",
        "IMS_CALLS_PER_SECOND",
    ];

    private readonly CancellationTokenSource _stopping = new();
    private readonly Listeners _listeners;
    private readonly LocalAuthority? _authority;
    private readonly AuthorityFile? _authorityFile;
    private readonly HttpClient _callbacks;
    private readonly ConsoleServer _console;

    private Emulation(EmulatorOptions options)
    {
        var data = new DataFolder(options.Data);
        data.RequireUsable();
        var clock = new EmulatorClock(TimeProvider.System, data);
        var faults = CreateFaults(options);
        var secret = new Lazy<string>(() => Secret(data));
        var template = EmulatorFiles.Template(options.Template);
        var configs = Template.Read(
            File.ReadAllText(template),
            name => Variable(name, options, secret),
            LocalAccount.AccountId,
            function => $"{options.FcUrl}/{function}");

        _authority = Authority(options);
        _authorityFile = _authority is null ? null : new(_authority, options.Data);

        // Callbacks never leave this machine, so with TLS they trust one authority only.
        _callbacks = CallbackClient.Create(_authority?.Trust());
        _listeners = new(options);
        Clock = clock;
        Story = new(clock);
        Oss = new(clock, data);
        State = new(data);
        Faults = faults;
        Functions = new(configs, Hosting(options, _authorityFile?.Path), clock, faults, _stopping.Token);

        var queue = new AsyncQueue(Functions, clock, data, faults, _stopping.Token);
        var sender = new CallbackSender(
            clock, _callbacks, new QueueTriggers(configs, queue, clock, data, _stopping.Token).OnWrittenAsync, options.Callbacks, _listeners.Logger<CallbackSender>());
        var delivery = new EventDelivery(State, clock, sender, faults, options.Callbacks.Signing);
        var tasks = new TaskRunner(State, clock, delivery, data, _stopping.Token);
        var assets = new AssetRunner(State, clock, delivery, data, _stopping.Token);
        var nonces = new NonceStore(data);
        var ims = new ImsContext(State, clock, options.Timings, Oss.Exists, tasks, assets);

        foreach (var bucket in configs.SelectMany(config => config.Triggers.OfType<TriggerConfig.Oss>()).Select(trigger => trigger.Bucket).Append(LocalAccount.MediaBucket).Append(LocalAccount.LedgerBucket).Distinct())
        {
            Oss.CreateBucket(bucket);
        }

        var created = new OssTriggers(configs, queue, Oss, data, _stopping.Token);
        Oss.Created += created.OnCreated;
        _listeners.Add(0, _authority?.Server, app => app.MapOss(Oss, clock, faults));
        _listeners.Add(1, _authority?.Server, app => app.MapIms(ims, nonces, faults));
        _listeners.Add(2, _authority?.Server, app => app.MapFc(new(Functions, queue, clock, nonces), _stopping.Token));
        var events = new EventLog();
        var callbacks = new CallbackLog();
        var runs = new LocalRuns(events, Functions, EmulatorFiles.Rules(options.Bootstrap));
        var feed = new EventFeed();
        queue.Accepted += events.Add;
        sender.Sent += callbacks.Add;
        Oss.Created += runs.OnCreated;
        _console = Consoles.CreateLocal(options.PortBase, _authority?.Trust(), runs, feed, template, Environment.GetEnvironmentVariable);
        var parts = new ConsoleParts(_console, feed, Oss, queue, sender, events, callbacks, new(clock));
        parts.Publish(Story, Functions.All);
        _listeners.Add(3, certificate: null, app => app.MapControl(new(State, Functions, clock, faults, parts)));
        Tell();
        Begin = () =>
        {
            data.RemoveUnfinished();
            assets.Resume();
            tasks.Resume();
            queue.Resume();
            created.Resume();
            new TimerTriggers(options.Telemetry ? [.. configs.Select(SweepOften)] : configs, queue, clock, data, _stopping.Token).Start();
        };
    }

    public EmulatorClock Clock { get; }

    /// <summary>What happens, line by line.</summary>
    public Story Story { get; }

    public OssStore Oss { get; }

    public ImsState State { get; }

    public FunctionSet Functions { get; }

    public Faults Faults { get; }

    /// <summary>The path of the authority's certificate; null without TLS.</summary>
    public string? AuthorityFile => _authorityFile?.Path;

    private Action Begin { get; }

    /// <exception cref="EmulatorException">A file is missing or a port is taken.</exception>
    /// <exception cref="TemplateException">The deployment file cannot be run.</exception>
    /// <exception cref="DataFolderException">The folder of the data cannot be used.</exception>
    public static async Task<Emulation> StartAsync(EmulatorOptions options)
    {
        var emulation = new Emulation(options);

        try
        {
            await emulation._listeners.StartAsync();

            // The file is written after the ports are open: another emulator that still serves this data has its own authority there.
            emulation._authorityFile?.Write();
            emulation.Begin();
            return emulation;
        }
        catch
        {
            await emulation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Spares the first visitor of the console the wait for code that has not run yet.</summary>
    public Task PrepareConsoleAsync() => _console.ReadAheadAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _console.Dispose();
        await Functions.DisposeAsync();
        await _listeners.DisposeAsync();
        _callbacks.Dispose();
        _authorityFile?.Dispose();
        _authority?.Dispose();
        _stopping.Dispose();
    }

    private void Tell()
    {
        Oss.Created += Story.TellUpload;
        Functions.Invoked += Story.TellInvocation;
        Faults.Struck += Story.TellFault;
        Story.Skip(State.Tasks);
        State.TaskChanged += Story.TellTask;
    }

    private static Faults CreateFaults(EmulatorOptions options)
    {
        var faults = new Faults();

        if (options.DuplicateEvents)
        {
            faults.Add(new("fc", "*", "duplicate", Times: int.MaxValue));
        }

        return faults;
    }

    private static LocalAuthority? Authority(EmulatorOptions options) => options.Tls switch
    {
        false => null,
        true when !OperatingSystem.IsLinux() => throw new EmulatorException(
            "TLS-UNSUPPORTED", "--tls works on Linux only: elsewhere the functions do not take their authorities from SSL_CERT_FILE. Leave it out here."),
        true => LocalAuthority.Create(TimeProvider.System.GetUtcNow()),
    };

    private static Hosting Hosting(EmulatorOptions options, string? authorityFile) => options.Freeze && !OperatingSystem.IsLinux()
        ? throw new EmulatorException("FREEZE-UNSUPPORTED", "--freeze works on Linux only. Leave it out here.")
        : new(EmulatorFiles.Bootstrap(options.Bootstrap), options.Credentials, options.Freeze, authorityFile);

    // Whoever watches traces does not want to wait five minutes for each.
    private static FunctionConfig SweepOften(FunctionConfig function) => function with
    {
        Triggers = [.. function.Triggers.Select(trigger => trigger is TriggerConfig.Timer timer ? timer with { CronExpression = "@every 1m" } : trigger)],
    };

    // The variables of the deployer's environment. All others take their default from s.yaml.
    private static string? Variable(string name, EmulatorOptions options, Lazy<string> secret) => name switch
    {
        "IMS_ENDPOINT" => options.ImsUrl,
        "OSS_ENDPOINT" => options.OssUrl,
        "CALLBACK_SECRETS" => secret.Value,

        // What else the deployer has set stays, such as the form of the requests.
        "OTEL_EXPORTER_OTLP_ENDPOINT" when options.Telemetry => options.CollectorUrl,
        "OUTCOMES" when options.Inbox => "on",
        "OUTCOME_WEBHOOKS" when options.Inbox => $"{options.ControlUrl}/_emulator/inbox",
        "OUTCOME_WEBHOOK_SECRETS" when options.Inbox => $"whsec_{secret.Value}",
        "OUTCOME_NETWORK" when options.Inbox => "private",

        // The functions run in another folder.
        "RULES_FILE" when Environment.GetEnvironmentVariable(name) is { Length: > 0 } file => Path.GetFullPath(file),
        _ when PassedOn.Contains(name) => Environment.GetEnvironmentVariable(name),
        _ => null,
    };

    // The secret is kept with the data, so that callback URLs from before a restart stay valid.
    private static string Secret(DataFolder data)
    {
        if (data.ReadAll("secret", Kept).FirstOrDefault() is { } kept)
        {
            return kept;
        }

        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        data.Write("secret", "callback", Encoding.ASCII.GetBytes(secret));
        return secret;
    }

    private static string? Kept(byte[] secret) =>
        Encoding.ASCII.GetString(secret) is var text && Convert.FromBase64String(text).Length == SecretBytes ? text : null;
}
