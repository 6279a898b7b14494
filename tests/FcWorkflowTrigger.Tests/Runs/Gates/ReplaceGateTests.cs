using System.Globalization;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>To replace an asset is to delete it: not under a task that works on it.</summary>
public sealed class ReplaceGateTests
{
    private static readonly Rule Replacing = TestData.Rule with { OnReupload = RuleChoices.Replace };

    private static readonly Rule Other = TestData.Rule with { Name = "other" };

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private readonly TestHost _host = new(rules: TestData.Rules(Replacing, Other));

    [Fact]
    public async Task While_a_task_of_the_same_object_runs_nothing_is_registered_anew()
    {
        await DeliverAsync(TestData.Upload());

        Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again));
        Assert.Equal(1, RegistrationsSent);
    }

    [Fact]
    public async Task Once_the_task_has_ended_a_sweep_goes_on()
    {
        await DeliverAsync(TestData.Upload());
        await DeliverAsync(Again);
        _host.TaskIs("Succeed");
        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
        _host.Time.Advance(TimeSpan.FromMinutes(30));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await AgainAsync());
        Assert.Equal(2, RegistrationsSent);
    }

    [Fact]
    public async Task While_the_task_goes_on_sweeps_leave_the_waiting_run_as_it_is()
    {
        await DeliverAsync(TestData.Upload());
        await DeliverAsync(Again);
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(30));

        await _host.SweepAsync();

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await AgainAsync()).History.Records);
    }

    [Fact]
    public async Task A_start_that_may_be_out_counts_as_a_task()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        Assert.IsType<WorkflowRun.Intended>(await DeliverAsync(TestData.Upload()));
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));

        Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again));
    }

    [Fact]
    public async Task Behind_a_parked_run_that_may_have_a_task_it_waits_and_says_for_which()
    {
        var first = await DeliverAsync(TestData.Upload());
        await _host.Journal.TryRecordAsync(first, new ParkRecord { Reason = ParkRecord.TaskLost }, TestData.Invocation(), default);

        Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again));
        Assert.Contains(_host.Log.Warnings, line => line.Contains(TestData.RunId.Value, StringComparison.Ordinal) && line.Contains("parked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_of_another_rule_counts_as_well()
    {
        await _host.DeliverAsync(rule: Other);

        Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again));
    }

    [Fact]
    public async Task Of_two_that_have_not_started_the_one_claimed_first_goes_first()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => DeliverAsync(TestData.Upload()));
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<WorkflowRun.Claimed>(await DeliverAsync(Again));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(TestData.Upload()));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task While_one_registers_the_other_waits_whichever_of_them_replaces(bool firstReplaces, bool secondReplaces)
    {
        var (first, second) = (firstReplaces ? Replacing : Other, secondReplaces ? Replacing : Other);
        var (asked, registered) = (new TaskCompletionSource(), new TaskCompletionSource<RegisterMediaInfoResponse>());
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            asked.TrySetResult();
            return registered.Task;
        });
        var delivering = _host.DeliverAsync("request-1", TestData.Upload(), rule: first);
        await asked.Task.WaitAsync(Hang);

        Assert.IsType<WorkflowRun.Claimed>(await _host.DeliverAsync("request-2", Again, instance: "instance-2", rule: second).WaitAsync(Hang));
        Assert.Equal((1, 0), (RegistrationsSent, _host.StartsSent));

        registered.SetResult(new(TestData.MediaId));
        Assert.IsType<WorkflowRun.Started>(await delivering);
    }

    [Fact]
    public async Task Once_the_asset_is_replaced_a_run_that_does_not_replace_goes_on_beside_it()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => DeliverAsync(TestData.Upload()));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
        Assert.IsType<WorkflowRun.Claimed>(await _host.DeliverAsync("request-2", Again, rule: Other));
        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(TestData.Upload()));
        _host.Time.Advance(TimeSpan.FromMinutes(30));
        _host.TaskIs("Processing");

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.Journal.ReadAsync(RunId.Create(Again, Other.Name), default));
    }

    [Fact]
    public async Task Behind_a_replacing_run_whose_log_is_not_whole_a_run_that_does_not_replace_waits_too()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => DeliverAsync(TestData.Upload()));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
        _host.Ledger.LoseFirstRecords(TestData.RunId);

        Assert.IsType<WorkflowRun.Claimed>(await _host.DeliverAsync("request-2", Again, rule: Other));
        Assert.Equal(0, _host.StartsSent);
    }

    [Fact]
    public async Task Runs_of_one_object_that_do_not_replace_do_not_wait_for_each_other()
    {
        await _host.DeliverAsync("request-1", TestData.Upload(), rule: Other);

        Assert.IsType<WorkflowRun.Started>(await _host.DeliverAsync("request-2", Again, rule: Other));
    }

    [Fact]
    public async Task Where_no_rule_replaces_no_place_is_taken()
    {
        var host = new TestHost(rules: TestData.Rules(Other));

        await host.DeliverAsync(rule: Other);

        Assert.DoesNotContain(host.Oss.Keys, key => key.StartsWith("i/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_place_in_the_line_of_an_object_is_pinned()
    {
        var run = await DeliverAsync(TestData.Upload());

        // For all rules: the digits are those of the SHA-256 of nothing.
        var place = Assert.Single(_host.Oss.Keys, key => key.StartsWith("i/", StringComparison.Ordinal));
        Assert.Equal("i/f4/f46dd4214c5fbb1f2b657187/e3b0c44298fc1c14/000000", place);
        Assert.Equal(TestData.Bytes(run.Id.Value), await _host.Oss.GetAsync(place, default));
    }

    [Fact]
    public async Task An_object_that_was_replaced_often_costs_no_read_for_each_time()
    {
        const int Replaced = 300;

        for (var place = 0; place < Replaced; place++)
        {
            await _host.Oss.AppendAsync(LedgerKeys.Place(LedgerKeys.Places(TestData.RunId, ""), place), 0, "0000"u8.ToArray(), default);
        }

        // One runs and two wait: once it has ended, each of the two asks whether the other has a place.
        _host.Time.Advance(TimeSpan.FromDays(1));
        await DeliverAsync(TestData.Upload());
        await DeliverAsync(Again);
        await DeliverAsync(TestData.Upload(requestId: "third"));
        _host.TaskIs("Succeed");
        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
        _host.Time.Advance(TimeSpan.FromMinutes(30));
        var before = _host.Oss.ReadsAsked;

        await _host.SweepAsync();

        Assert.Equal(2, _host.StartsSent);
        Assert.InRange(_host.Oss.ReadsAsked - before, 1, 30);
    }

    [Theory]
    [InlineData("00:15:00", true)]
    [InlineData("00:15:00.0000001", false)]
    public async Task A_place_counts_for_a_claim_that_the_clocks_show_up_to_15_minutes_later(string later, bool waits)
    {
        await TakeAsync(0, TestData.RunId);
        _host.Time.Advance(TimeSpan.Parse(later, CultureInfo.InvariantCulture));
        await _host.Ledger.TryAppendAsync(RunHistory.Empty(TestData.RunId), TestData.Claim(at: _host.Time.GetUtcNow()), default);

        var again = await DeliverAsync(Again);

        Assert.Equal(waits, again is WorkflowRun.Claimed);
        Assert.Equal(waits ? 0 : 1, _host.StartsSent);
    }

    [Fact]
    public async Task A_run_does_not_wait_for_itself_where_its_place_is_not_the_newest()
    {
        await TakeAsync(0, TestData.RunId);
        await TakeAsync(1, RunId.Create(Again, Replacing.Name));

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(TestData.Upload()));
    }

    [Fact]
    public async Task A_task_of_another_object_delays_nothing()
    {
        await DeliverAsync(TestData.Upload());

        Assert.IsType<WorkflowRun.Started>(await DeliverAsync(Again with { Key = "uploads/other.mp4" }));
    }

    [Fact]
    public async Task A_run_that_only_waits_is_not_parked_however_late_it_is()
    {
        await DeliverAsync(TestData.Upload());
        await DeliverAsync(Again);
        _host.TaskIs("Succeed");
        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromHours(25));
        var hasCome = false;
        _host.Ledger.Appending = async _ =>
        {
            if (!hasCome)
            {
                // While the sweep takes the waiting run over, another run of the object starts its task.
                hasCome = true;
                var claimed = await _host.Ledger.TryAppendAsync(
                    RunHistory.Empty(RunId.Create(TestData.Upload(requestId: "third"), Replacing.Name)), TestData.Claim(at: _host.Time.GetUtcNow()), default);
                await _host.Ledger.TryAppendAsync(
                    Assert.IsType<Append.Won>(claimed).History, new StartedRecord { Seq = 1, Gen = 1, TaskId = "another", How = "reply" }, default);
            }
        };

        await _host.SweepAsync();

        Assert.True(hasCome);
        Assert.Equal(2, Assert.IsType<WorkflowRun.Claimed>(await AgainAsync()).Epoch);
    }

    private async Task TakeAsync(int place, RunId run) =>
        await _host.Oss.AppendAsync(LedgerKeys.Place(LedgerKeys.Places(TestData.RunId, ""), place), 0, TestData.Bytes(run.Value), default);

    private static Upload Again { get; } = TestData.Upload(requestId: "again");

    private int RegistrationsSent => _host.Ims.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(_host.Ims.RegisterMediaInfoAsync));

    private Task<WorkflowRun> AgainAsync() => _host.Journal.ReadAsync(RunId.Create(Again, Replacing.Name), default);

    private Task<WorkflowRun> DeliverAsync(Upload upload) => _host.DeliverAsync($"request-{upload.RequestId}", upload, rule: Replacing);
}
