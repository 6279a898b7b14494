using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class RunDeadlinesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(150);

    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly RunDeadlines _deadlines;

    public RunDeadlinesTests() => _deadlines = new(TestData.StartOptions, _time);

    [Fact]
    public void A_claim_is_free_for_others_from_the_end_of_its_lease_on()
    {
        _time.Advance(Lease - Tick);
        var before = _deadlines.IsFree(TestData.Claim(), "another");
        _time.Advance(Tick);
        var after = _deadlines.IsFree(TestData.Claim(), "another");

        Assert.Equal((false, true), (before, after));
    }

    [Theory]
    [InlineData("request-1", true)]
    [InlineData("request", false)]
    [InlineData("request-11", false)]
    public void A_claim_is_free_at_once_for_its_own_request_and_for_no_request_of_a_similar_id(string requestId, bool isFree) =>
        Assert.Equal(isFree, _deadlines.IsFree(TestData.Claim(), requestId));

    [Fact]
    public void A_run_is_overdue_a_give_up_time_after_its_first_intent_even_if_later_starts_were_tried()
    {
        _time.Advance(TestData.StartOptions.GiveUpAfter - Tick);
        var run = Run(
            TestData.Claim(at: TestData.Now.AddDays(-2)), Intent(1, TestData.Now), new RefusedRecord { Gen = 1, Code = "c", At = TestData.Now },
            Intent(2, _time.GetUtcNow()));
        var before = _deadlines.IsOverdue(run);
        _time.Advance(Tick);

        Assert.Equal((false, true), (before, _deadlines.IsOverdue(run)));
    }

    [Fact]
    public void A_run_without_an_intent_is_overdue_a_give_up_time_after_the_record_that_follows_its_first_claim()
    {
        _time.Advance(TestData.StartOptions.GiveUpAfter - Tick);
        var run = Run(TestData.Claim(at: TestData.Now.AddDays(-2)), TestData.Claim(seq: 1, epoch: 2, at: TestData.Now));
        var before = _deadlines.IsOverdue(run);
        _time.Advance(Tick);

        Assert.Equal((false, true), (before, _deadlines.IsOverdue(run)));
    }

    [Fact]
    public void A_run_that_has_only_been_opened_is_never_overdue() =>
        Assert.False(_deadlines.IsOverdue(Run(TestData.Claim(at: TestData.Now.AddDays(-30)))));

    [Theory]
    [InlineData("")]
    [InlineData("no time")]
    public void The_records_of_an_upload_without_a_time_may_have_expired(string time) =>
        Assert.True(_deadlines.MayHaveExpired(TestData.Upload() with { EventTime = time }));

    [Fact]
    public void The_records_of_an_upload_may_have_expired_from_twelve_hours_after_its_event_on()
    {
        var upload = TestData.Upload() with { EventTime = "2026-11-24T00:15:00.000Z" };
        _time.Advance(TimeSpan.FromHours(12) - Tick);
        var before = _deadlines.MayHaveExpired(upload);
        _time.Advance(Tick);

        Assert.Equal((false, true), (before, _deadlines.MayHaveExpired(upload)));
    }

    [Fact]
    public void The_records_behind_a_marker_may_have_expired_thirty_days_after_it_was_put_or_else_after_its_hour()
    {
        var marker = Marker.For(TestData.RunId, TestData.Upload(), TestData.Now);
        var (dated, undated) = (TestData.Claim(), TestData.Claim() with { At = default });
        _time.SetUtcNow(marker.Hour.AddDays(30) - Tick);
        Assert.False(_deadlines.MayHaveExpired(marker, undated));
        _time.Advance(Tick);
        Assert.True(_deadlines.MayHaveExpired(marker, undated));

        _time.SetUtcNow(TestData.Now.AddDays(30) - Tick);
        Assert.False(_deadlines.MayHaveExpired(marker, dated));
        _time.Advance(Tick);
        Assert.True(_deadlines.MayHaveExpired(marker, dated));
    }

    [Fact]
    public void A_task_is_lost_a_give_up_time_after_its_start_was_recorded()
    {
        _time.Advance(TestData.StartOptions.GiveUpAfter - Tick);
        var run = Assert.IsType<WorkflowRun.Started>(Run(
            TestData.Claim(at: TestData.Now.AddDays(-2)), new StartedRecord { Gen = 1, TaskId = TestData.TaskId, How = "reply", At = TestData.Now }));
        var before = _deadlines.IsTaskLost(run);
        _time.Advance(Tick);

        Assert.Equal((false, true), (before, _deadlines.IsTaskLost(run)));
    }

    private static IntentRecord Intent(int generation, DateTimeOffset at) => new()
    {
        Gen = generation,
        MediaId = TestData.MediaId,
        AcsDate = at,
        AcsNonce = "n",
        UserDataSha = "s",
        NotAfter = at,
        At = at,
    };

    private static WorkflowRun.Opened Run(params RunRecord[] records) =>
        Assert.IsAssignableFrom<WorkflowRun.Opened>(WorkflowRun.From(new RunHistory(TestData.RunId, records, records.Length)));
}
