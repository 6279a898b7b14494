using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Marks;

namespace FcWorkflowTrigger.Tests.Outcomes.Marks;

public sealed class RunTagsTests
{
    private static readonly StartedRecord Started = new() { Seq = 1, At = TestData.Now, Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByReply };

    [Theory]
    [InlineData("succeeded", "succeeded")]
    [InlineData("failed", "failed")]
    [InlineData("canceled", "canceled")]
    public void The_end_of_a_task_tells_its_outcome(string outcome, string word) => Assert.Equal(
        $"{word} {TestData.RunId} video w-2 {TestData.TaskId}",
        Fill(Started, new DoneRecord { Seq = 2, At = TestData.Now, Outcome = outcome, How = "poll", Task = new(TestData.TaskId, "s") }));

    [Fact]
    public void A_run_without_a_task_names_none() => Assert.Equal(
        $"rejected {TestData.RunId} video w-2 ",
        Fill(new RejectRecord { Seq = 1, At = TestData.Now, Code = "c", Action = "a" }));

    /// <summary>The bytes have succeeded, and the tags speak of the bytes.</summary>
    [Theory]
    [InlineData(CancelRecord.Identical, "succeeded")]
    [InlineData(CancelRecord.ByOperator, "canceled")]
    public void A_run_that_was_left_out_for_identical_bytes_tells_their_success(string reason, string word) => Assert.Equal(
        $"{word} {TestData.RunId} video w-2 ",
        Fill(new CancelRecord { Seq = 1, At = TestData.Now, Reason = reason }));

    [Fact]
    public void What_is_not_known_before_the_end_stays_a_placeholder() => Assert.Equal($"{{outcome}} {TestData.RunId} video w-2 {{taskId}}", Fill(Started));

    [Fact]
    public void A_rule_without_a_mark_has_no_tags()
    {
        var history = RunHistory.Empty(TestData.RunId).With(TestData.Claim(), 1).With(new CancelRecord { Seq = 1, At = TestData.Now, Reason = "r" }, 2);

        Assert.Null(RunTags.Fill(history));
        Assert.Null(Assert.Single(OutcomeFactory.Create(history)).ObjectTags);
    }

    [Theory]
    [InlineData(CancelRecord.ByOperator, true)]
    [InlineData(CancelRecord.Backfilled, false)]
    [InlineData(CancelRecord.AlreadyRun, false)]
    [InlineData(CancelRecord.Superseded, false)]
    [InlineData(CancelRecord.ObjectGone, false)]
    [InlineData(CancelRecord.ObjectReplaced, false)]
    public void The_other_run_of_the_same_upload_or_of_the_last_bytes_marks(string reason, bool isMarked) => Assert.Equal(
        isMarked,
        Assert.Single(OutcomeFactory.Create(History(new CancelRecord { Seq = 1, At = TestData.Now, Reason = reason }))).ObjectTags is not null);

    [Fact]
    public void A_run_that_is_parked_or_overdue_is_told_without_tags() => Assert.All(
        OutcomeFactory.Create(History(Started, new OverdueRecord { Seq = 2, At = TestData.Now, Within = 60 }, new ParkRecord { Seq = 3, At = TestData.Now, Reason = "r" })),
        outcome => Assert.Null(outcome.ObjectTags));

    [Fact]
    public void What_fills_a_placeholder_is_not_filled_again() =>
        Assert.Equal("{run}-{run}", TagTemplate.Fill("{rule}-{run}", new Dictionary<string, string> { ["rule"] = "{run}" }));

    private static string Fill(params RunRecord[] records) => RunTags.Fill(History(records))!["all"];

    private static RunHistory History(params RunRecord[] records)
    {
        var plan = new ClaimPlan(new("t"), "{}", Mark: new Dictionary<string, string> { ["all"] = "{outcome} {run} {rule} {workflow} {taskId}" });
        return new(TestData.RunId, [TestData.Claim() with { WorkflowId = "w-2", Plan = plan }, .. records], records.Length + 1);
    }
}
