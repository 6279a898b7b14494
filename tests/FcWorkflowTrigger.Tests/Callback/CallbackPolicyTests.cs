using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Tests.Docs;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>The callback function under the policy of its role: a request that <c>src/policies/callback.json</c> does not grant is refused.</summary>
public sealed class CallbackPolicyTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly IImsClient _ims = Substitute.For<IImsClient>();
    private readonly InMemoryOss _bucket;
    private readonly RolePolicy _policy = RolePolicy.Read("src/policies/callback.json");

    public CallbackPolicyTests()
    {
        _bucket = new(_time);
        _ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
        _ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId, "ims-request-1"));
        TaskIs("Succeed");
    }

    [Fact]
    public async Task Each_request_of_the_function_is_granted_and_each_right_on_objects_is_used()
    {
        foreach (var mode in Enum.GetValues<LedgerMode>())
        {
            await StartedAsync(mode, "a");
            Assert.Equal(CallbackOutcome.Recorded, await CallBackAsync(mode, "a"));

            await LostStartAsync(mode, "b");
            Assert.Equal(CallbackOutcome.Recorded, await CallBackAsync(mode, "b"));

            await StartedAsync(mode, "c");
            Assert.Equal(CallbackOutcome.Recorded, await EventAsync(mode, "c"));

            // A second claim: permits that no record names are searched for.
            await LostStartAsync(mode, "d");
            Assert.Equal(CallbackOutcome.Recorded, await EventAsync(mode, "d"));

            await StartedAsync(mode, "e");
            Assert.Equal(CallbackOutcome.LeftToSweep, await TooLateAsync(mode, "e"));

            await StartedAsync(mode, "f");
            _time.Advance(TimeSpan.FromDays(2));
            Assert.Equal(CallbackOutcome.Recorded, await CallBackAsync(mode, "f"));

            // A parked run has a mark, which goes when its task ends after all.
            await StartedAsync(mode, "g");
            await ParkAsync(mode, "g");
            Assert.Equal(CallbackOutcome.Recorded, await CallBackAsync(mode, "g"));

            Assert.Equal(CallbackOutcome.UnknownRun, await CallBackAsync(mode, "never"));
        }

        Assert.Empty(_policy.Refused);
        Assert.Empty(_policy.Unused);
    }

    [Fact]
    public async Task A_request_that_is_not_granted_is_refused_here()
    {
        var guarded = new GuardedOss(_bucket, _policy);

        await Assert.ThrowsAsync<OssException>(() => guarded.DeleteAsync("r/aa/bb", default));
        await Assert.ThrowsAsync<OssException>(() => guarded.GetAsync("u/20261124/name", default));
        await Assert.ThrowsAsync<OssException>(() => guarded.GetVersioningAsync(default));

        Assert.Equal(3, _policy.Refused.Count);
    }

    private static string Key(string name) => $"uploads/{name}.mp4";

    private static Upload UploadOf(string name) => TestData.Upload(Key(name));

    private static RunId Run(string name) => RunId.Create(UploadOf(name), TestData.Rule.Name);

    // A task for each run, as IMS has it.
    private static string TaskOf(RunId run) => run.Value[..32];

    // Setting an answer makes a call with null.
    private void TaskIs(string status) => _ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(call =>
        call.Arg<GetWorkflowTaskRequest?>() is { TaskId: var task }
            ? new GetWorkflowTaskResponse(new(task, status, UserData.For(TestData.CallbackBase, Owner(task), 1, TestData.Capability)))
            : null!);

    private static RunId Owner(string task) => "abcdefg".Select(name => Run($"{name}")).Single(run => TaskOf(run) == task);

    private async Task StartedAsync(LedgerMode mode, string name)
    {
        _ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TaskOf(Run(name)), "ims-request-1"));
        await OpenAsync(mode, name);
    }

    private async Task LostStartAsync(LedgerMode mode, string name)
    {
        _ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await OpenAsync(mode, name);
    }

    // Ingest, whose role may more.
    private async Task OpenAsync(LedgerMode mode, string name)
    {
        await using var ingest = Compose(_bucket, mode, services => services.AddStarts(TestData.Rules(Budgeted), TestData.StartOptions));
        await ingest.GetRequiredService<RunOpener>().OpenAsync(
            UploadOf(name), TestData.Plan with { Rule = Budgeted }, "rules-hash", TestData.Invocation(), default);
    }

    // Reconcile, whose role may more.
    private async Task ParkAsync(LedgerMode mode, string name)
    {
        await using var reconcile = Compose(_bucket, mode, services => services.AddStarts(TestData.Rules(Budgeted), TestData.StartOptions));
        var journal = reconcile.GetRequiredService<RunJournal>();
        var run = await journal.ReadAsync(Run(name), default);
        var parked = await journal.TryRecordAsync(run, new ParkRecord { Reason = ParkRecord.TaskLost }, TestData.Invocation(), default);
        await reconcile.GetRequiredService<RunCloser>().CloseAsync(Assert.IsType<WorkflowRun.Parked>(parked), default);
    }

    private static Rule Budgeted { get; } = TestData.Rule with { Budget = new(RunsPerDay: 100, Concurrent: 100) };

    private Task<CallbackOutcome> CallBackAsync(LedgerMode mode, string name) => HandleAsync(
        mode, new CallbackAdmission.ForRun(Run(name), 1), name);

    private Task<CallbackOutcome> EventAsync(LedgerMode mode, string name) => HandleAsync(mode, new CallbackAdmission.ForAnyTask(), name);

    private async Task<CallbackOutcome> TooLateAsync(LedgerMode mode, string name)
    {
        _ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(async call =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Arg<CancellationToken>());
            return new GetWorkflowTaskResponse(new(TaskOf(Run(name)), "Succeed"));
        });

        var callback = CallBackAsync(mode, name);
        _time.Advance(CallbackHandler.Limit);
        var outcome = await callback;
        TaskIs("Succeed");
        return outcome;
    }

    private async Task<CallbackOutcome> HandleAsync(LedgerMode mode, CallbackAdmission admission, string name)
    {
        await using var callback = Compose(new GuardedOss(_bucket, _policy), mode, services => services.AddCallback(new([TestData.Secret], SignatureOptions.None, null)));
        var body = TestData.Bytes($$"""{"EventType":"WorkflowTaskComplete","TaskId":"{{TaskOf(Run(name))}}","Status":"Succeed"}""");
        var outcome = await callback.GetRequiredService<CallbackHandler>().HandleAsync(admission, body, TestData.Invocation("callback-1"), default);
        await callback.GetRequiredService<BackgroundWork>().WhenAllAsync(default);
        return outcome;
    }

    private ServiceProvider Compose(IOssClient oss, LedgerMode mode, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TestData.Ims)
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(new Jitter(new Random(1)))
            .AddSingleton<Retry>()
            .AddSingleton(_ims)
            .AddSingleton(oss)
            .AddSingleton(Substitute.For<IObjectReader>())
            .AddSingleton(new ImsRateLimiter(0, _time))
            .AddSingleton<BackgroundWork>();
        services.AddLedger(new("ledger", mode, new("https://oss.invalid")));
        services.AddRuns();
        services.AddOutcomes(OutcomeOptions.None with { IsAnnounced = true });
        add(services);
        return services.BuildServiceProvider();
    }

    /// <summary>A policy of <c>src/policies</c>, for the ledger's bucket.</summary>
    private sealed class RolePolicy(IReadOnlyList<(string Action, string Resource)> grants)
    {
        private const string Bucket = "acs:oss:*:*:ledger";

        private readonly Lock _gate = new();
        private readonly HashSet<(string Action, string Resource)> _used = [];

        public HashSet<string> Refused { get; } = [];

        public IEnumerable<(string Action, string Resource)> Unused => grants.Where(grant => grant.Action.StartsWith("oss:", StringComparison.Ordinal)).Except(_used);

        public static RolePolicy Read(string file)
        {
            using var json = JsonDocument.Parse(Repository.Read(file));
            return new([.. json.RootElement.GetProperty("Statement").EnumerateArray().SelectMany(Grants)]);
        }

        public void Require(string action, string? key = null)
        {
            lock (_gate)
            {
                var allowing = grants.Where(grant => grant.Action == action && Covers(grant.Resource, key is null ? Bucket : $"{Bucket}/{key}")).ToArray();

                if (allowing.Length == 0)
                {
                    Refused.Add($"{action} on {key}");
                    throw new OssException(action, HttpStatusCode.Forbidden, "AccessDenied", null);
                }

                _used.UnionWith(allowing);
            }
        }

        private static bool Covers(string granted, string resource) =>
            granted.EndsWith("/*", StringComparison.Ordinal) ? resource.StartsWith(granted[..^1], StringComparison.Ordinal) : resource == granted;

        private static IEnumerable<(string Action, string Resource)> Grants(JsonElement statement) =>
            from action in Texts(statement.GetProperty("Action"))
            from resource in Texts(statement.GetProperty("Resource"))
            select (action, resource);

        private static string[] Texts(JsonElement element) =>
            element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(text => text.GetString()!)] : [element.GetString()!];
    }

    private sealed class GuardedOss(IOssClient oss, RolePolicy policy) : IOssClient
    {
        public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => Allowed("oss:GetObject", key, () => oss.GetAsync(key, cancellationToken));

        public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            Allowed("oss:PutObject", key, async () =>
            {
                await oss.PutAsync(key, body, cancellationToken);
                return true;
            });

        public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            Allowed("oss:PutObject", key, () => oss.PutIfAbsentAsync(key, body, cancellationToken));

        // AppendObject asks for the right to put.
        public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            Allowed("oss:PutObject", key, () => oss.AppendAsync(key, position, body, cancellationToken));

        public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
            Allowed("oss:DeleteObject", key, async () =>
            {
                await oss.DeleteAsync(key, cancellationToken);
                return true;
            });

        public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) =>
            Allowed("oss:ListObjects", null, () => oss.ListAsync(prefix, startAfter, cancellationToken));

        public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) =>
            Allowed("oss:GetBucketVersioning", null, () => oss.GetVersioningAsync(cancellationToken));

        private async Task<T> Allowed<T>(string action, string? key, Func<Task<T>> call)
        {
            policy.Require(action, key);
            return await call();
        }
    }
}
