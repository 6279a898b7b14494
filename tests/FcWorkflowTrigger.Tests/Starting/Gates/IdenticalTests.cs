using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Starting.Gates;

/// <summary>The same bytes under the same key, uploaded again.</summary>
public sealed class IdenticalTests
{
    private static readonly Rule Rule = Given.Rule with { OnReupload = RuleChoices.SkipIdentical };

    private readonly World _world = new(rules: Given.Rules(Rule));

    [Fact]
    public async Task A_first_upload_costs_one_request()
    {
        await DeliverAsync(Given.Upload());

        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
        Assert.Equal(1, _world.Oss.Requests);
    }

    [Fact]
    public async Task The_same_upload_delivered_again_is_no_other()
    {
        await DeliverAsync(Given.Upload());
        _world.Time.Advance(TimeSpan.FromDays(1));

        await DeliverAsync(Given.Upload());

        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }

    [Fact]
    public async Task Once_a_run_has_succeeded_the_same_bytes_start_nothing_and_the_end_names_that_run()
    {
        await DeliverAsync(Given.Upload());
        await FinishAsync("Succeed");

        var again = await DeliverAsync(Again);

        var end = Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(again).End);
        Assert.Equal((CancelRecord.Identical, Given.RunId.Value), (end.Reason, end.Detail));
        Assert.Equal(1, _world.StartsSent);
        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task While_one_is_under_way_the_other_waits_for_its_end()
    {
        await DeliverAsync(Given.Upload());
        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again)).Log.Records);
        _world.TaskIs("Processing");
        _world.Time.Advance(TimeSpan.FromMinutes(30));
        await _world.SweepAsync();
        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await AgainAsync()).Log.Records);

        await FinishAsync("Succeed");
        await _world.SweepAsync();

        Assert.Equal(CancelRecord.Identical, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await AgainAsync()).End).Reason);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Canceled")]
    public async Task After_one_that_did_not_succeed_the_other_runs(string status)
    {
        await DeliverAsync(Given.Upload());
        await DeliverAsync(Again);
        await FinishAsync(status);
        _world.Time.Advance(TimeSpan.FromMinutes(30));

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await AgainAsync());
        Assert.Equal(2, _world.StartsSent);
    }

    [Fact]
    public async Task A_third_waits_for_the_second_when_the_first_has_failed()
    {
        await DeliverAsync(Given.Upload());
        await FinishAsync("Failed");
        await DeliverAsync(Again);

        var third = await DeliverAsync(Given.Upload(requestId: "third"));

        Assert.IsType<WorkflowRun.Claimed>(third);
        Assert.Equal(2, _world.StartsSent);
    }

    [Fact]
    public async Task Behind_a_parked_run_the_other_waits_and_it_is_said_for_which_run()
    {
        var parked = await ParkAsync();

        var again = await DeliverAsync(Again);

        Assert.IsType<WorkflowRun.Parked>(parked);
        Assert.IsType<WorkflowRun.Claimed>(again);
        Assert.Contains(_world.Log.Warnings, line => line.Contains(Given.RunId.Value, StringComparison.Ordinal) && line.Contains("parked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_other_bytes_have_replaced_them_the_first_bytes_run_again()
    {
        await DeliverAsync(Given.Upload());
        await FinishAsync("Succeed");
        await FinishOtherAsync();

        var again = await DeliverAsync(Again);

        Assert.IsType<WorkflowRun.Started>(again);
        Assert.Equal(3, _world.StartsSent);
        Assert.Equal(3, _world.Oss.Keys.Count);
    }

    [Fact]
    public async Task A_place_nobody_can_read_is_passed()
    {
        await DeliverAsync(Given.Upload());
        var place = Assert.Single(_world.Oss.Keys);
        await _world.Oss.PutAsync(place, Given.Bytes("?"), default);

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(Again));
        Assert.Equal([place, place[..^1] + "1"], _world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_whose_place_was_written_and_never_confirmed_has_it()
    {
        _world.Oss.LoseNextReply();

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(Given.Upload()));
        Assert.Single(_world.Oss.Keys);
    }

    public static TheoryData<string> OtherUploads => ["eTag", "size", "key", "no eTag"];

    [Theory]
    [MemberData(nameof(OtherUploads))]
    public async Task Other_bytes_another_key_or_bytes_nobody_knows_run(string other)
    {
        var (first, second) = other switch
        {
            "eTag" => (Given.Upload(), Again with { ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" }),
            "size" => (Given.Upload(), Again with { Size = 11 }),
            "key" => (Given.Upload(), Again with { Key = "uploads/other.mp4" }),
            _ => (Given.Upload() with { ETag = "" }, Again with { ETag = "" }),
        };
        await DeliverAsync(first);

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(second));
    }

    private static Upload Again { get; } = Given.Upload(requestId: "again");

    private Task<WorkflowRun> AgainAsync() => _world.Journal.ReadAsync(RunId.Of(Again, Rule.Name), default);

    private Task<WorkflowRun> DeliverAsync(Upload upload) => _world.DeliverAsync($"request-{upload.RequestId}", upload, rule: Rule);

    private async Task FinishOtherAsync()
    {
        const string TaskId = "1123456789abcdef0123456789abcdef";
        var other = Again with { RequestId = "other", ETag = "0B1C1E9A7B3D5C286E8A9B1D2C3F4E57" };
        var run = RunId.Of(other, Rule.Name);
        _world.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TaskId, "ims-request-2"));
        await DeliverAsync(other);
        _world.TaskIs("Succeed", UserData.For(Given.CallbackBase, run, 1, Given.Capability));
        await _world.CallBackAsync($$"""{"TaskId":"{{TaskId}}"}""", run: run);
        Assert.IsType<WorkflowRun.Finished>(await _world.Journal.ReadAsync(run, default));
    }

    private async Task FinishAsync(string status)
    {
        _world.TaskIs(status);
        await _world.CallBackAsync($$"""{"TaskId":"{{Given.TaskId}}"}""");
    }

    private async Task<WorkflowRun?> ParkAsync() =>
        await _world.Journal.TryRecordAsync(await DeliverAsync(Given.Upload()), new ParkRecord { Reason = ParkRecord.TaskLost }, Given.Invocation(), default);
}
