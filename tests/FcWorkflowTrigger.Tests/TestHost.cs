using System.Text;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Callback.Queue;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Telemetry;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests;

/// <summary>The three functions, composed as in the product, with a ledger in memory and a substitute for IMS.</summary>
internal sealed class TestHost
{
    private readonly ServiceProvider _services;
    private readonly RuleSet _rules;
    private readonly LedgerMode _mode;
    private readonly IOutcomeSink[] _sinks;
    private readonly CatchUpOptions _catchUp;

    public TestHost(StartOptions? options = null, RuleSet? rules = null, LedgerMode mode = LedgerMode.Slots, params IOutcomeSink[] sinks)
        : this(collector: null, options, rules, mode, sinks)
    {
    }

    /// <summary>With sweeps that look for missed events.</summary>
    public TestHost(CatchUpOptions catchUp, RuleSet? rules = null)
        : this(null, TestData.StartOptions, rules ?? TestData.Rules(), LedgerMode.Slots, [], collector: null, catchUp) => AcceptStarts();

    public TestHost(IOtlpClient? collector, StartOptions? options = null, RuleSet? rules = null, LedgerMode mode = LedgerMode.Slots, params IOutcomeSink[] sinks)
        : this(null, options ?? TestData.StartOptions, rules ?? TestData.Rules(), mode, sinks, collector, CatchUpOptions.None) => AcceptStarts();

    private void AcceptStarts()
    {
        Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
        Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId, "ims-request-1"));
        Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(TestData.MediaId, new("Normal"))));
        Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([]));
        TaskIs("Succeed");
    }

    private TestHost(TestHost? first, StartOptions options, RuleSet rules, LedgerMode mode, IOutcomeSink[] sinks, IOtlpClient? collector, CatchUpOptions catchUp)
    {
        (_rules, _mode, _sinks, _catchUp, Options, Collector) = (rules, mode, sinks, catchUp, options, collector);
        Time = first?.Time ?? new(TestData.Now);
        Ledger = first?.Ledger ?? new(Time);
        Oss = first?.Oss ?? new(Time);
        Index = first?.Index ?? new(Time);
        Log = first?.Log ?? new();
        Ims = first?.Ims ?? Substitute.For<IImsClient>();
        Objects = first?.Objects ?? Substitute.For<IObjectReader>();
        Tagger = first?.Tagger ?? Substitute.For<IObjectTagger>();

        var settings = Settings(rules, mode);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton(settings.Ims)
            .AddSingleton<TimeProvider>(new ImmediateTimeProvider(Time))
            .AddSingleton(new Jitter(new Random(1)))
            .AddSingleton<Retry>()
            .AddSingleton<IImsClient>(new CancelableIms(Ims))
            .AddSingleton(Objects)
            .AddSingleton(Tagger)
            .AddSingleton<IOssClient>(Oss)
            .AddSingleton(new ImsRateLimiter(0, Time))
            .AddSingleton<BackgroundWork>();
        services.AddLedger(settings.Ledger);
        services.AddRuns();
        services.AddOutcomes(settings.Outcomes);

        foreach (var sink in sinks)
        {
            services.AddSingleton(sink);
        }

        services.AddStarts(settings.Rules, Options);
        services.AddIngest(settings.Ingest);
        services.AddCallback(settings.Callback);
        services.AddReconcile(settings.Ingest, catchUp);
        services.AddTelemetry(settings.Telemetry, settings.Region);

        if (Collector is not null)
        {
            services.AddSingleton(TelemetryOptions.None with { Traces = new("http://collector.invalid/v1/traces") });
            services.AddSingleton<IOtlpClient>(Collector);
        }

        services.AddSingleton<IRunLedger>(Ledger);
        services.AddSingleton(provider => new RunIndex(Index, provider.GetRequiredService<Retry>()));

        // Its deadline uses the fake time, so that it expires only when a test advances the time.
        services.AddSingleton(provider => new CallbackHandler(provider.GetRequiredService<TaskReadBack>(), Journal, Ledger, Time));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Another process on the same ledger and services. It remembers nothing of what this one has done.</summary>
    public TestHost AnotherProcess() => new(this, Options, _rules, _mode, _sinks, Collector, _catchUp);

    /// <summary>The same, deployed with other receivers of outcomes.</summary>
    public TestHost AnotherProcess(IOutcomeSink[] sinks) => new(this, Options, _rules, _mode, sinks, Collector, _catchUp);

    /// <summary>Where traces and metrics go; null for nowhere.</summary>
    public IOtlpClient? Collector { get; }

    public FakeTimeProvider Time { get; }

    public StartOptions Options { get; }

    public InMemoryRunLedger Ledger { get; }

    /// <summary>The objects outside the ledger, such as the outbox and the permits.</summary>
    public InMemoryOss Oss { get; }

    /// <summary>The entries of ends, the marks of parked runs, and the record of the last sweep.</summary>
    public InMemoryOss Index { get; }

    /// <summary>The keys of the entries and the marks.</summary>
    public IEnumerable<string> Marks => Index.Keys.Where(key => key != LedgerKeys.LastSweep);

    public LogLines Log { get; }

    public IImsClient Ims { get; }

    public IObjectReader Objects { get; }

    public IObjectTagger Tagger { get; }

    public RunJournal Journal => Get<RunJournal>();

    /// <summary>The number of StartWorkflow calls so far.</summary>
    public int StartsSent => Ims.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IImsClient.StartWorkflowAsync));

    public void TaskIs(string status, string? userData = null) => Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(call =>
        new GetWorkflowTaskResponse(Task(call.Arg<GetWorkflowTaskRequest?>()?.TaskId ?? TestData.TaskId, status, userData)));

    /// <summary>The task list of IMS then shows the start of <see cref="TestData.RunId"/>.</summary>
    public void ListShows(string taskId) =>
        Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([Task(taskId, "Processing", null)]));

    public RunCloser Closer => Get<RunCloser>();

    /// <summary>One that waits by this clock. The clock of the host ends short waits at once, and longer ones never.</summary>
    public RunContinuer ContinuerBy(TimeProvider clock) => new(Journal, Get<RunRecoverer>(), Closer, Get<RunDeadlines>(), clock);

    public ImsRateLimiter Limiter => Get<ImsRateLimiter>();

    /// <summary>What a sweep reads before it delivers.</summary>
    public DueOutcomeReader DueOutcomes => Get<DueOutcomeReader>();

    /// <summary>The work that callbacks continue after their answers.</summary>
    public BackgroundWork BackgroundWork => Get<BackgroundWork>();

    public async Task<WorkflowRun> DeliverAsync(string requestId = "request-1", Upload? upload = null, string instance = "instance-1", Rule? rule = null, CancellationToken cancellationToken = default)
    {
        var (delivered, plan) = (upload ?? TestData.Upload(), TestData.Plan with { Rule = rule ?? TestData.Rule });
        await Get<RunOpener>().OpenAsync(delivered, plan, "rules-hash", TestData.Invocation(requestId, instance), cancellationToken);
        return await Journal.ReadAsync(RunId.Create(delivered, plan.Rule.Name), default);
    }

    /// <summary>Opens a run that no event opens again.</summary>
    public Task<WorkflowRun> OpenAsync(ClaimRecord claim, string requestId = "request-1") => Get<RunOpener>().OpenAsync(claim, TestData.Invocation(requestId), default);

    /// <summary>The answer to the first start is lost, and later starts are accepted. The policy has to be to park such runs.</summary>
    public async Task ParkAsync()
    {
        Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await DeliverAsync();
        Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));
        Time.Advance(TimeSpan.FromMinutes(35));
        await SweepAsync();
        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await RunAsync()).Park.Reason);
    }

    public Task IngestAsync(string document, string requestId = "request-1") => IngestAsync(TestData.Bytes(document), requestId);

    public Task IngestAsync(byte[] document, string requestId = "request-1") =>
        Get<IngestHandler>().HandleAsync(document, TestData.Invocation(requestId), default);

    /// <returns>What an operator is answered.</returns>
    public async Task<byte[]> AskIngestAsync(string document) =>
        (await Get<IngestHandler>().HandleAsync(TestData.Bytes(document), TestData.Invocation($"operator-{Guid.NewGuid():N}"), default)).ToArray();

    /// <summary>Sends a callback to the callback URL of a run.</summary>
    public Task<CallbackOutcome> CallBackAsync(string body, string? mac = null, int generation = 1, RunId? run = null) => CallBackAsync(
        TestData.Bytes(body), TestData.Callback($"/callbacks/{run ?? TestData.RunId}?g={generation}&s={mac ?? TestData.Capability.Compute(run ?? TestData.RunId, generation)}"));

    public Task<CallbackOutcome> CallBackAsync(byte[] body, CallbackRequest request, SignatureOptions? signatures = null) =>
        Get<CallbackHandler>().HandleAsync(Admit(request, signatures), body, TestData.Invocation("callback-1"), default);

    public Task QueueAsync(string document) => Get<QueueHandler>().HandleAsync(TestData.Bytes(document), TestData.Invocation("queue-1"), default);

    public CallbackHandler Callbacks(IImsClient ims) =>
        new(new(Ledger, Journal, ims, Get<Retry>(), Get<RunFinisher>(), Get<RunCloser>()), Journal, Ledger, Time);

    /// <summary>Looks for lost starts by the fake time, so that its waits end only when a test advances the time.</summary>
    public UnknownStartResolver Resolver() => new(
        Get<TaskLookup>(), Get<StartRecorder>(), Journal, Get<RunDeadlines>(), Options, new Logger<UnknownStartResolver>(new LoggerFactory([Log])), Time);

    /// <summary>Sends starts by the fake time.</summary>
    public StartSender Sender() => new(Ims, Limiter, Journal, Get<StartRecorder>(), Options, Time);

    public TaskReadBack TaskReadBack(IRunLedger ledger) => new(ledger, new(ledger, Time), Ims, Get<Retry>(), Get<RunFinisher>(), Get<RunCloser>());

    public CallbackAdmission Admit(CallbackRequest request, SignatureOptions? signatures = null) =>
        new CallbackAuthenticator(TestData.Capability, signatures ?? SignatureOptions.None, Time).Admit(request);

    public Task SweepAsync() => ReconcileAsync("{}");

    /// <returns>What the caller is answered; empty when it is answered nothing.</returns>
    public Task<string> ReconcileAsync(string document, string requestId = "sweep-1") => ReconcileAsync(TestData.Bytes(document), requestId);

    public async Task<string> ReconcileAsync(byte[] document, string requestId = "sweep-1", CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString((await Get<ReconcileHandler>().HandleAsync(document, TestData.Invocation(requestId), cancellationToken)).Span);

    public Task<LastSweep?> LastSweepAsync() => Get<RunIndex>().ReadSweepAsync(default);

    public Task<WorkflowRun> RunAsync() => Journal.ReadAsync(TestData.RunId, default);

    private static WorkflowTask Task(string taskId, string status, string? userData) =>
        new(taskId, status, userData ?? UserData.For(TestData.CallbackBase, TestData.RunId, 1, TestData.Capability));

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private AppSettings Settings(RuleSet rules, LedgerMode mode) => new(FunctionRole.Ingest, "cn-shanghai", 9000, "instance-1")
    {
        Rules = rules,
        Ledger = new("ledger", mode, new("https://oss.invalid")),
        Ims = TestData.Ims,
        Start = Options,
        Callback = new([TestData.Secret], SignatureOptions.None, null),
    };
}
