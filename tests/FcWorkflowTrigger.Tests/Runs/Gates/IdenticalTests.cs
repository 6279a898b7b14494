using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>The same bytes under the same key, uploaded again.</summary>
public sealed class IdenticalTests
{
    private static readonly Rule Rule = TestData.Rule with { OnReupload = RuleChoices.SkipIdentical };

    private readonly TestHost _host = new(rules: TestData.Rules(Rule));

    [Fact]
    public async Task A_first_upload_costs_two_requests_a_listing_and_a_place()
    {
        await DeliverAsync(TestData.Upload());

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal(2, _host.Oss.Requests);
    }

    [Fact]
    public async Task The_newest_place_decides_though_older_ones_have_expired()
    {
        await DeliverAsync(TestData.Upload());
        await FinishAsync("Failed");
        await DeliverAsync(Again);
        await FinishAsync(Again);
        await _host.Oss.DeleteAsync(_host.Oss.Keys.First(), default);

        var third = await DeliverAsync(TestData.Upload(requestId: "third"));

        Assert.Equal(CancelRecord.Identical, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(third).End).Reason);
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task The_next_place_is_behind_the_newest_though_older_ones_have_expired()
    {
        await DeliverAsync(TestData.Upload());
        await FinishAsync("Failed");
        await DeliverAsync(Again);
        var newest = _host.Oss.Keys.Last();
        await _host.Oss.DeleteAsync(_host.Oss.Keys.First(), default);

        await DeliverAsync(TestData.Upload(requestId: "third") with { ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" });

        Assert.Equal([newest, newest[..^1] + "2"], _host.Oss.Keys);
    }

    [Fact]
    public async Task Behind_a_run_whose_log_is_not_whole_the_other_waits()
    {
        await DeliverAsync(TestData.Upload());
        _host.Ledger.LoseFirstRecords(TestData.RunId);

        Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task The_same_upload_delivered_again_is_no_other()
    {
        await DeliverAsync(TestData.Upload());
        _host.Time.Advance(TimeSpan.FromDays(1));

        await DeliverAsync(TestData.Upload());

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task Once_a_run_has_succeeded_the_same_bytes_start_nothing_and_the_end_names_that_run()
    {
        await DeliverAsync(TestData.Upload());
        await FinishAsync("Succeed");

        var again = await DeliverAsync(Again);

        var end = Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(again).End);
        Assert.Equal((CancelRecord.Identical, TestData.RunId.Value), (end.Reason, end.Detail));
        Assert.Equal(1, _host.StartsSent);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task While_one_is_under_way_the_other_waits_for_its_end()
    {
        await DeliverAsync(TestData.Upload());
        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again)).History.Records);
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(30));
        await _host.SweepAsync();
        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await AgainAsync()).History.Records);

        await FinishAsync("Succeed");
        await _host.SweepAsync();

        Assert.Equal(CancelRecord.Identical, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await AgainAsync()).End).Reason);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Canceled")]
    public async Task After_one_that_did_not_succeed_the_other_runs(string status)
    {
        await DeliverAsync(TestData.Upload());
        await DeliverAsync(Again);
        await FinishAsync(status);
        _host.Time.Advance(TimeSpan.FromMinutes(30));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await AgainAsync());
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task A_third_waits_for_the_second_when_the_first_has_failed()
    {
        await DeliverAsync(TestData.Upload());
        await FinishAsync("Failed");
        await DeliverAsync(Again);

        var third = await DeliverAsync(TestData.Upload(requestId: "third"));

        Assert.IsType<WorkflowRun.Claimed>(third);
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task Behind_a_parked_run_the_other_waits_and_it_is_said_for_which_run()
    {
        var parked = await ParkAsync();

        var again = await DeliverAsync(Again);

        Assert.IsType<WorkflowRun.Parked>(parked);
        Assert.IsType<WorkflowRun.Claimed>(again);
        Assert.Contains(_host.Log.Warnings, line => line.Contains(TestData.RunId.Value, StringComparison.Ordinal) && line.Contains("parked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_other_bytes_have_replaced_them_the_first_bytes_run_again()
    {
        await DeliverAsync(TestData.Upload());
        await FinishAsync("Succeed");
        await FinishOtherAsync();

        var again = await DeliverAsync(Again);

        Assert.IsType<WorkflowRun.Started>(again);
        Assert.Equal(3, _host.StartsSent);
        Assert.Equal(3, _host.Oss.Keys.Count);
    }

    [Fact]
    public async Task A_place_that_cannot_be_read_is_passed()
    {
        await DeliverAsync(TestData.Upload());
        var place = Assert.Single(_host.Oss.Keys);
        await _host.Oss.PutAsync(place, TestData.Bytes("?"), default);

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(Again));
        Assert.Equal([place, place[..^1] + "1"], _host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_whose_place_was_written_and_never_confirmed_has_it()
    {
        _host.Oss.LoseNextReply();

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(TestData.Upload()));
        Assert.Single(_host.Oss.Keys);
    }

    public static TheoryData<string> OtherUploads => ["eTag", "size", "key", "no eTag"];

    [Theory]
    [MemberData(nameof(OtherUploads))]
    public async Task Other_bytes_another_key_or_unknown_bytes_run(string other)
    {
        var (first, second) = other switch
        {
            "eTag" => (TestData.Upload(), Again with { ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" }),
            "size" => (TestData.Upload(), Again with { Size = 11 }),
            "key" => (TestData.Upload(), Again with { Key = "uploads/other.mp4" }),
            _ => (TestData.Upload() with { ETag = "" }, Again with { ETag = "" }),
        };
        await DeliverAsync(first);

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(second));
    }

    private static Upload Again { get; } = TestData.Upload(requestId: "again");

    private Task<WorkflowRun> AgainAsync() => _host.Journal.ReadAsync(RunId.Create(Again, Rule.Name), default);

    private Task<WorkflowRun> DeliverAsync(Upload upload) => _host.DeliverAsync($"request-{upload.RequestId}", upload, rule: Rule);

    private async Task FinishOtherAsync()
    {
        const string TaskId = "1123456789abcdef0123456789abcdef";
        var other = Again with { RequestId = "other", ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" };
        var run = RunId.Create(other, Rule.Name);
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TaskId, "ims-request-2"));
        await DeliverAsync(other);
        _host.TaskIs("Succeed", UserData.For(TestData.CallbackBase, run, 1, TestData.Capability));
        await _host.CallBackAsync($$"""{"TaskId":"{{TaskId}}"}""", run: run);
        Assert.IsType<WorkflowRun.Finished>(await _host.Journal.ReadAsync(run, default));
    }

    private async Task FinishAsync(string status)
    {
        _host.TaskIs(status);
        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
    }

    private async Task FinishAsync(Upload upload)
    {
        var run = RunId.Create(upload, Rule.Name);
        _host.TaskIs("Succeed", UserData.For(TestData.CallbackBase, run, 1, TestData.Capability));
        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""", run: run);
        Assert.IsType<WorkflowRun.Finished>(await _host.Journal.ReadAsync(run, default));
    }

    private async Task<WorkflowRun?> ParkAsync() =>
        await _host.Journal.TryRecordAsync(await DeliverAsync(TestData.Upload()), new ParkRecord { Reason = ParkRecord.TaskLost }, TestData.Invocation(), default);
}
