using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>An event and a backfill that each open a run for the same upload start one task.</summary>
public sealed class BackfillGateTests
{
    private static readonly DateTimeOffset Modified = TestData.Now.AddSeconds(-1);
    private static readonly Upload Upload = TestData.Upload();
    private static readonly Upload Backfill = MissingRuns.CreateUpload("cn-shanghai", Upload.Bucket, Upload.Key, Upload.ETag, Upload.Size, Modified, "Normal");
    private static readonly RunId BackfillId = RunId.Create(Backfill, TestData.Rule.Name);

    private readonly TestHost _host = new();

    public BackfillGateTests() => Lies(Upload.ETag, Modified);

    [Fact]
    public async Task The_late_event_of_an_upload_that_a_backfill_has_started_starts_nothing()
    {
        await BackfillAsync();

        var run = await DeliverLateAsync();

        Assert.Equal((CancelRecord.Backfilled, BackfillId.Value), EndOf(run));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_backfill_whose_log_is_not_whole_may_have_started()
    {
        await BackfillAsync();
        _host.Ledger.LoseLaterRecord(BackfillId);

        var run = await DeliverLateAsync();

        Assert.Equal((CancelRecord.Backfilled, BackfillId.Value), EndOf(run));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task An_event_whose_fresh_look_is_left_out_looks_once_its_asset_is_known()
    {
        await BackfillAsync();
        KnowAsset();

        // The event is seconds old, and still a backfill was there before.
        Assert.Equal((CancelRecord.Backfilled, BackfillId.Value), EndOf(await _host.AnotherProcess().DeliverAsync()));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_fresh_event_of_an_unknown_asset_asks_the_ledger_nothing()
    {
        var reads = 0;
        _host.Ledger.Reading = _ =>
        {
            reads++;
            return Task.CompletedTask;
        };

        Assert.IsType<WorkflowRun.Started>(await DeliverAndCountAsync());
        Assert.Equal(0, reads);

        async Task<WorkflowRun> DeliverAndCountAsync()
        {
            await _host.IngestAsync(TestData.Sample("object-created.json").Replace("2026-03-14T08:21:09.000Z", "2026-11-24T00:14:59.000Z", StringComparison.Ordinal));
            var seen = reads;
            var run = await _host.DeliverAsync();
            reads = seen;
            return run;
        }
    }

    [Fact]
    public async Task A_backfill_that_has_not_started_yields_to_the_event_and_a_sweep_closes_it()
    {
        await ClaimBackfillAsync();

        Assert.IsType<WorkflowRun.Started>(await DeliverLateAsync());

        Assert.Equal((CancelRecord.AlreadyRun, RunId.Create(Upload, TestData.Rule.Name).Value), EndOf(await ReadBackfillAsync()));
        Assert.Contains(_host.Ledger.Markers, marker => marker.Run == BackfillId);
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.DoesNotContain(_host.Ledger.Markers, marker => marker.Run == BackfillId);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_backfill_whose_intent_comes_at_the_same_moment_has_won()
    {
        var claimed = await ClaimBackfillAsync();
        _host.Ledger.Appending = async record =>
        {
            if (record is CancelRecord)
            {
                _host.Ledger.Appending = _ => Task.CompletedTask;
                await _host.Journal.TryRecordAsync(claimed, Intent(), TestData.Invocation("backfill"), default);
            }
        };

        Assert.Equal((CancelRecord.Backfilled, BackfillId.Value), EndOf(await DeliverLateAsync()));
        Assert.Equal(0, _host.StartsSent);
    }

    [Fact]
    public async Task A_backfill_yields_to_a_run_that_came_after_its_first_look()
    {
        KnowAsset();
        _host.Ims.WhenForAnyArgs(ims => ims.RegisterMediaInfoAsync(default!, default)).Do(_ =>
        {
            if (_host.Ledger.Markers.All(marker => marker.Run == BackfillId))
            {
                ClaimEventAsync().GetAwaiter().GetResult();
            }
        });

        Assert.Equal((CancelRecord.AlreadyRun, RunId.Create(Upload, TestData.Rule.Name).Value), EndOf(await BackfillAsync()));
        Assert.Equal(0, _host.StartsSent);
    }

    [Fact]
    public async Task A_backfill_that_was_refused_after_its_intent_does_not_yield_any_more()
    {
        var claimed = await ClaimBackfillAsync();
        var intended = await _host.Journal.TryRecordAsync(claimed, Intent(), TestData.Invocation("backfill"), default);
        await _host.Journal.TryRecordAsync(intended!, new RefusedRecord { Gen = 1, Code = "Throttling" }, TestData.Invocation("backfill"), default);

        Assert.Equal((CancelRecord.Backfilled, BackfillId.Value), EndOf(await DeliverLateAsync()));
        await _host.Ledger.PutMarkerAsync(new(BackfillId, Modified), ((WorkflowRun.Opened)await ReadBackfillAsync()).Claim, default);
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.IsType<WorkflowRun.Started>(await ReadBackfillAsync());
    }

    [Fact]
    public async Task A_later_upload_of_the_same_bytes_is_a_run_of_its_own()
    {
        await BackfillAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(3));
        var again = _host.Time.GetUtcNow();
        Lies(Upload.ETag, again);
        KnowAsset();

        Assert.IsType<WorkflowRun.Started>(await _host.DeliverAsync(upload: Upload with { RequestId = "69B51B253A7C4E3139D20F8B", EventTime = $"{again:yyyy-MM-dd'T'HH:mm:ss'Z'}" }));
        Assert.Equal(2, _host.StartsSent);
    }

    [Theory]
    [InlineData(-6, false)]
    [InlineData(-4, true)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task Of_an_object_that_is_gone_the_times_tell_whether_the_event_is_of_it(int minutes, bool isSame)
    {
        await BackfillAsync();
        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs((OssHead?)null);
        _host.Time.Advance(TimeSpan.FromHours(1));

        var run = await _host.AnotherProcess().DeliverAsync(upload: Upload with { EventTime = $"{Modified.AddMinutes(minutes):yyyy-MM-dd'T'HH:mm:ss'Z'}" });

        Assert.Equal(isSame, run is WorkflowRun.Finished);
    }

    [Fact]
    public async Task Where_other_bytes_lie_by_now_the_times_tell_too()
    {
        await BackfillAsync();
        Lies("0123456789ABCDEF0123456789ABCDEF", Modified.AddMinutes(5));

        Assert.IsType<WorkflowRun.Finished>(await DeliverLateAsync(Upload with { EventTime = $"{Modified.AddMinutes(4):yyyy-MM-dd'T'HH:mm:ss'Z'}" }));
    }

    [Fact]
    public async Task A_late_event_is_of_the_object_that_still_lies_there_however_long_its_upload_took()
    {
        await BackfillAsync();

        Assert.IsType<WorkflowRun.Finished>(await DeliverLateAsync(Upload with { EventTime = $"{Modified.AddMinutes(30):yyyy-MM-dd'T'HH:mm:ss'Z'}" }));
    }

    [Fact]
    public async Task A_backfill_that_failed_is_run_once_more_when_a_person_asks()
    {
        await BackfillAsync();
        await EndBackfillAsync("Failed");

        Assert.Contains("\"state\":\"open\"", await _host.ReconcileAsync($$"""{"run":"{{BackfillId}}","action":"redrive"}"""), StringComparison.Ordinal);
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task A_run_of_another_rule_or_of_other_bytes_is_no_reason_to_yield()
    {
        await BackfillAsync();
        var other = TestData.Rule with { Name = "other" };

        Assert.IsType<WorkflowRun.Started>(await DeliverLateAsync(rule: other));
        Assert.IsType<WorkflowRun.Started>(await DeliverLateAsync(Upload with { ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57", RequestId = "69B51B253A7C4E3139D20F8C" }));
    }

    [Fact]
    public async Task A_run_that_replaces_the_asset_looks_before_it_registers()
    {
        await BackfillAsync();
        await EndBackfillAsync("Succeed");

        // Its event is fresh, and its upload took an hour.
        var run = await _host.AnotherProcess().DeliverAsync(
            upload: Upload with { EventTime = $"{_host.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}" }, rule: TestData.Rule with { OnReupload = "replace" });

        Assert.Equal((CancelRecord.Backfilled, BackfillId.Value), EndOf(run));
        await _host.Ims.ReceivedWithAnyArgs(1).RegisterMediaInfoAsync(default!, default);
    }

    private Task<WorkflowRun> BackfillAsync() => _host.DeliverAsync("backfill", Backfill);

    private async Task EndBackfillAsync(string status)
    {
        _host.TaskIs(status, $$"""{"NotifyAddress":"","r":"{{BackfillId}}"}""");
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
    }

    private async Task<WorkflowRun> DeliverLateAsync(Upload? upload = null, FcWorkflowTrigger.Rules.Rule? rule = null)
    {
        _host.Time.Advance(TimeSpan.FromHours(1));
        return await _host.AnotherProcess().DeliverAsync($"late {upload?.RequestId}", upload ?? Upload, rule: rule);
    }

    private async Task<WorkflowRun> ClaimBackfillAsync() => (await _host.Journal.TryRecordAsync(Unclaimed(BackfillId), Claim(Backfill), TestData.Invocation("backfill"), default))!;

    private async Task ClaimEventAsync()
    {
        await _host.Ledger.PutMarkerAsync(new(RunId.Create(Upload, TestData.Rule.Name), Modified), Claim(Upload), default);
        await _host.Journal.TryRecordAsync(Unclaimed(RunId.Create(Upload, TestData.Rule.Name)), Claim(Upload), TestData.Invocation("event"), default);
    }

    private Task<WorkflowRun> ReadBackfillAsync() => _host.Journal.ReadAsync(BackfillId, default);

    private void Lies(string eTag, DateTimeOffset modified) => _host.Objects.HeadAsync(default!, default!, default)
        .ReturnsForAnyArgs(new OssHead(eTag, 10, modified, "video/mp4", "Standard", new Dictionary<string, string>()));

    private void KnowAsset() => _host.Ims.RegisterMediaInfoAsync(default!, default)
        .ThrowsAsyncForAnyArgs(new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "MediaAlreadyExist", "R"));

    private static WorkflowRun.Unclaimed Unclaimed(RunId id) => new(RunHistory.Empty(id));

    private static ClaimRecord Claim(Upload upload) => new()
    {
        Src = ClaimSource.From(upload),
        Rule = TestData.Rule.Name,
        WorkflowId = TestData.WorkflowId,
        Config = "rules-hash",
        Plan = ClaimPlanner.CreatePlan(TestData.Plan),
    };

    private static IntentRecord Intent() => new()
    {
        MediaId = TestData.MediaId,
        Gen = 1,
        AcsDate = TestData.Now,
        AcsNonce = new('0', 32),
        UserDataSha = "",
        NotAfter = TestData.Now,
    };

    private static (string Reason, string? Detail) EndOf(WorkflowRun run) =>
        Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(run).End) is var end ? (end.Reason, end.Detail) : default;
}
