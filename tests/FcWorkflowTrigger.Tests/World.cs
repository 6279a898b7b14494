using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Oss;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;
using FcWorkflowTrigger.Tests.Services.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests;

/// <summary>The three functions over one ledger in memory and one IMS that can be broken.</summary>
internal sealed class World
{
    private readonly ImpatientTime _impatient;

    public World()
    {
        _impatient = new(Time);
        Ledger = new(Time);
        Journal = new(Ledger, Time);
        Retry = new(_impatient);

        Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(Given.MediaId));
        Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(Given.TaskId, "ims-request-1"));
        Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(Given.MediaId, new("Normal"))));
        TaskIs("Succeed");
    }

    public FakeTimeProvider Time { get; } = new(Given.Now);

    public InMemoryRunLedger Ledger { get; }

    public RunJournal Journal { get; }

    public IImsClient Ims { get; } = Substitute.For<IImsClient>();

    public IObjectReader Objects { get; } = Substitute.For<IObjectReader>();

    private Retry Retry { get; }

    /// <summary>How many requests to start a workflow have left.</summary>
    public int StartsSent => Ims.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IImsClient.StartWorkflowAsync));

    public void TaskIs(string status, string? userData = null) => Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(call =>
        new GetWorkflowTaskResponse(new(
            call.Arg<GetWorkflowTaskRequest?>()?.TaskId ?? Given.TaskId,
            status,
            userData ?? UserData.For(Given.CallbackBase, Given.RunId, 1, Given.Capability))));

    public Task DeliverAsync(string requestId = "request-1", Upload? upload = null, string instance = "instance-1") =>
        Opening().OpenAsync(upload ?? Given.Upload(), Given.Plan, "rules-hash", Given.Invocation(requestId, instance), default);

    public Task IngestAsync(string document, FcWorkflowTrigger.Rules.RuleSet? rules = null) =>
        new IngestHandler(
                rules ?? Given.Rules(),
                new(rules ?? Given.Rules(), new(Objects, Retry)),
                Opening(),
                AppSettings(),
                NullLogger<IngestHandler>.Instance)
            .HandleAsync(Given.Bytes(document), Given.Invocation(), default);

    public Task<CallbackOutcome> CallBackAsync(string body, string? mac = null, int generation = 1, RunId? run = null) =>
        new CallbackHandler(Given.Capability, Journal, Ims, Retry, Finisher()).HandleAsync(
            new(run ?? Given.RunId, generation, mac ?? Given.Capability.Of(run ?? Given.RunId, generation), Given.Bytes(body)),
            Given.Invocation("callback-1"),
            default);

    public Task SweepAsync() =>
        new ReconcileHandler(Ledger, Journal, new(Ims, Retry, Finisher()), NullLogger<ReconcileHandler>.Instance)
            .SweepAsync(Given.Invocation("sweep-1"), default);

    public Task<WorkflowRun> RunAsync() => Journal.ReadAsync(Given.RunId, default);

    private RunOpening Opening()
    {
        var start = new WorkflowStart(Ims, Journal, Ledger, Given.StartOptions, Time);
        var starter = new Starter(
            new(Ims, Retry, Given.Ims), start, Journal, new(Given.StartOptions, _impatient), NullLogger<Starter>.Instance);
        return new(Ledger, Journal, starter, Given.StartOptions, NullLogger<RunOpening>.Instance, Time);
    }

    private RunFinisher Finisher() => new(Ledger, Journal, NullLogger<RunFinisher>.Instance, Time);

    private static AppSettings AppSettings() => new(
        FunctionRole.Ingest,
        "cn-shanghai",
        Given.Rules(),
        new("ledger", LedgerMode.Slots, new("https://oss.invalid")),
        Given.Ims,
        Given.CallbackBase,
        [Given.Secret],
        9000,
        "instance-1");
}
