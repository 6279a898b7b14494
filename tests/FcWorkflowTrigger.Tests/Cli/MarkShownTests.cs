using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Cli;

/// <summary>explain and runs show say that a mark applies, and what became of it.</summary>
public sealed class MarkShownTests
{
    private static readonly Dictionary<string, string> Mark = new() { ["ims"] = "{outcome}" };

    [Theory]
    [InlineData(null, "1d")]
    [InlineData("90m", "90m")]
    public void Explain_tells_the_mark_and_how_long_the_task_is_expected_to_take(string? expectWithin, string within)
    {
        var rule = TestData.Rule with { Mark = Mark, ExpectWithin = expectWithin };

        var report = Explain(rule);

        Assert.Equal((within, Mark), (report.ExpectWithin, report.Mark));
        Assert.Equal((within, Mark), (Explain(rule with { DryRun = true }).ExpectWithin, Explain(rule with { DryRun = true }).Mark));
    }

    [Fact]
    public void Explain_tells_neither_of_a_rule_that_starts_nothing()
    {
        var report = Explain(TestData.Rule with { Mark = Mark, Enabled = false });

        Assert.Equal((null, null), (report.ExpectWithin, report.Mark));
    }

    [Fact]
    public void A_run_without_a_mark_says_nothing_of_it() => Assert.Null(MarkVerdict.Describe(Run(null, Cancel()), [], TestData.Now));

    [Fact]
    public void A_run_that_has_not_ended_is_marked_later() => Assert.Equal("when the run has ended", MarkVerdict.Describe(Run(Mark), [], TestData.Now));

    [Theory]
    [InlineData(CancelRecord.Backfilled, "not put: the other run of the same upload marks its object")]
    [InlineData(CancelRecord.Superseded, "not put: the run of the last upload of the key marks its object")]
    [InlineData(CancelRecord.ByOperator, "not put yet: the next sweep does it")]
    public void An_end_is_marked_by_the_next_sweep_unless_another_run_marks(string reason, string says) =>
        Assert.Equal(says, MarkVerdict.Describe(Run(Mark, Cancel(reason)), [], TestData.Now));

    [Theory]
    [InlineData(-1, "not put yet: the next sweep does it")]
    [InlineData(0, "not put, and no try is recorded: the run was ended by a version without marks, or no sweep has come. See fcwt status, then fcwt deliveries resend")]
    public void After_half_an_hour_no_sweep_is_promised_any_more(int seconds, string says)
    {
        var run = Run(Mark, Cancel());

        Assert.Equal(says, MarkVerdict.Describe(run, [], run.History.Records[^1].At.AddMinutes(30).AddSeconds(seconds)));
    }

    public static TheoryData<string, string> Tries => new()
    {
        { "delivered", "put" },
        { "later", "not put yet (OSS-AccessDenied), next try at 2026-11-24 01:15:00Z" },
        { "ObjectGone", "not put: ObjectGone, the object was deleted" },
        { "ObjectReplaced", "not put: ObjectReplaced, other bytes have the key now" },
        { "NoETag", "not put: NoETag, the event did not tell which bytes the run was about" },
        { "TooManyTags", "not put: TooManyTags, with the tags of others there would be more than an object can have" },
        { "TagsRefused", "not put: TagsRefused, OSS does not take these tags" },
        { "OSS-AccessDenied", "not put: OSS-AccessDenied" },
    };

    [Theory]
    [MemberData(nameof(Tries))]
    public void What_became_of_it_is_said_by_name(string last, string says)
    {
        var delivery = last == "later" ? new DeliveryView(1, "mark", 3, "OSS-AccessDenied", TestData.Now.AddHours(1)) : new DeliveryView(1, "mark", 3, last, null);

        Assert.Equal(says, MarkVerdict.Describe(Run(Mark, Cancel()), [new DeliveryView(1, "webhook-1", 1, "delivered", null), new DeliveryView(0, "mark", 1, "delivered", null), delivery], TestData.Now));
    }

    [Fact]
    public void A_mark_that_was_put_after_it_was_given_up_is_put() => Assert.Equal(
        "put", MarkVerdict.Describe(Run(Mark, Cancel()), [new(1, "mark", 10, "OSS-AccessDenied", null), new(1, "mark", 1, "delivered", null, "abc")], TestData.Now));

    [Theory]
    [InlineData("mark", "ObjectGone", true)]
    [InlineData("mark", "ObjectReplaced", true)]
    [InlineData("mark", "NoETag", true)]
    [InlineData("mark", "TooManyTags", false)]
    [InlineData("webhook-1", "ObjectGone", false)]
    public void Sending_again_is_not_proposed_where_nothing_is_left_to_mark(string sink, string last, bool isObsolete) =>
        Assert.Equal(isObsolete, MarkVerdict.IsObsolete(new(1, sink, 1, last, null)));

    private static RuleReport Explain(Rule rule) => Assert.Single(ExplainReport.From(TestData.Upload(), "rules.json", "hash", TestData.Rules(rule).Explain(TestData.Upload())).Rules);

    private static CancelRecord Cancel(string reason = CancelRecord.ByOperator) => new() { Seq = 1, At = TestData.Now, Reason = reason };

    private static WorkflowRun.Opened Run(Dictionary<string, string>? mark, params RunRecord[] records) => Assert.IsType<WorkflowRun.Opened>(
        WorkflowRun.From(new(TestData.RunId, [TestData.Claim() with { Plan = new(new("t"), "{}", Mark: mark) }, .. records], records.Length + 1)), exactMatch: false);
}
