using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Oss;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;
using FcWorkflowTrigger.Tests.Services.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests;

/// <summary>The three functions, put together as they are deployed, over one ledger in memory and one IMS that can be broken.</summary>
internal sealed class World
{
    private readonly ServiceProvider _services;

    public World(StartOptions? options = null, RuleSet? rules = null, LedgerMode mode = LedgerMode.Slots, params IOutcomeSink[] sinks)
    {
        Ledger = new(Time);
        Oss = new(Time);
        Options = options ?? Given.StartOptions;

        var settings = Settings(rules ?? Given.Rules(), mode);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton(settings)
            .AddSingleton(settings.Ims)
            .AddSingleton<TimeProvider>(new ImpatientTime(Time))
            .AddSingleton(new Jitter(new Random(1)))
            .AddSingleton<Retry>()
            .AddSingleton(Ims)
            .AddSingleton<IRunLedger>(Ledger)
            .AddSingleton(Objects)
            .AddSingleton<IOssClient>(Oss)
            .AddSingleton(new ImsPace(0, Time))
            .AddSingleton<Permits>()
            .AddSingleton<LooseEnds>()
            .AddSingleton<RunJournal>();
        services.AddOutcomes(settings);

        foreach (var sink in sinks)
        {
            services.AddSingleton(sink);
        }

        services.AddIngest(settings);
        services.AddCallback(settings);
        services.AddReconcile(settings);

        // Its patience is to be lost when a test says so, and not at once.
        services.AddSingleton(provider => new CallbackHandler(provider.GetRequiredService<ReadBack>(), Journal, Ledger, Time));
        _services = services.BuildServiceProvider();

        Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(Given.MediaId));
        Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(Given.TaskId, "ims-request-1"));
        Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(Given.MediaId, new("Normal"))));
        Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse());
        TaskIs("Succeed");
    }

    public FakeTimeProvider Time { get; } = new(Given.Now);

    public StartOptions Options { get; }

    public InMemoryRunLedger Ledger { get; }

    /// <summary>What lies beside the ledger.</summary>
    public InMemoryOss Oss { get; }

    public LogLines Log { get; } = new();

    public IImsClient Ims { get; } = Substitute.For<IImsClient>();

    public IObjectReader Objects { get; } = Substitute.For<IObjectReader>();

    public RunJournal Journal => Get<RunJournal>();

    /// <summary>How many requests to start a workflow have left.</summary>
    public int StartsSent => Ims.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IImsClient.StartWorkflowAsync));

    public void TaskIs(string status, string? userData = null) => Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(call =>
        new GetWorkflowTaskResponse(Task(call.Arg<GetWorkflowTaskRequest?>()?.TaskId ?? Given.TaskId, status, userData)));

    /// <summary>IMS's list shows the start of <see cref="Given.RunId"/>.</summary>
    public void ListShows(string taskId) =>
        Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([Task(taskId, "Processing", null)]));

    public ImsPace Pace => Get<ImsPace>();

    /// <summary>What callbacks have left behind their answers.</summary>
    public LooseEnds LooseEnds => Get<LooseEnds>();

    public async Task<WorkflowRun> DeliverAsync(string requestId = "request-1", Upload? upload = null, string instance = "instance-1", Rule? rule = null)
    {
        var (delivered, plan) = (upload ?? Given.Upload(), Given.Plan with { Rule = rule ?? Given.Rule });
        await Get<RunOpening>().OpenAsync(delivered, plan, "rules-hash", Given.Invocation(requestId, instance), default);
        return await Journal.ReadAsync(RunId.Of(delivered, plan.Rule.Name), default);
    }

    public Task IngestAsync(string document, string requestId = "request-1") =>
        Get<UploadIntake>().TakeAsync(Given.Bytes(document), Given.Invocation(requestId), default);

    /// <summary>A callback at a run's own URL.</summary>
    public Task<CallbackOutcome> CallBackAsync(string body, string? mac = null, int generation = 1, RunId? run = null) => CallBackAsync(
        Given.Bytes(body), Given.Callback($"/callbacks/{run ?? Given.RunId}?g={generation}&s={mac ?? Given.Capability.Of(run ?? Given.RunId, generation)}"));

    public Task<CallbackOutcome> CallBackAsync(byte[] body, CallbackRequest request, SignatureSettings? signatures = null) =>
        Get<CallbackHandler>().HandleAsync(Admit(request, signatures), body, Given.Invocation("callback-1"), default);

    public Task QueueAsync(string document) => Get<QueueHandler>().HandleAsync(Given.Bytes(document), Given.Invocation("queue-1"), default);

    public CallbackHandler Callbacks(IImsClient ims) =>
        new(new(Ledger, Journal, ims, Get<Retry>(), Get<RunFinisher>(), Get<RunClosing>()), Journal, Ledger, Time);

    public ReadBack ReadBack(IRunLedger ledger) => new(ledger, new(ledger, Time), Ims, Get<Retry>(), Get<RunFinisher>(), Get<RunClosing>());

    public CallbackAdmission Admit(CallbackRequest request, SignatureSettings? signatures = null) =>
        new CallbackDoor(Given.Capability, signatures ?? SignatureSettings.None, Time).Admit(request);

    public Task SweepAsync() => ReconcileAsync("{}");

    public Task ReconcileAsync(string document, string requestId = "sweep-1") =>
        Get<ReconcileHandler>().HandleAsync(Given.Bytes(document), Given.Invocation(requestId), default);

    public Task<WorkflowRun> RunAsync() => Journal.ReadAsync(Given.RunId, default);

    private static WorkflowTask Task(string taskId, string status, string? userData) =>
        new(taskId, status, userData ?? UserData.For(Given.CallbackBase, Given.RunId, 1, Given.Capability));

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private AppSettings Settings(RuleSet rules, LedgerMode mode) => new(
        FunctionRole.Ingest,
        "cn-shanghai",
        rules,
        new("ledger", mode, new("https://oss.invalid")),
        Given.Ims,
        Options,
        [Given.Secret],
        9000,
        "instance-1");
}
