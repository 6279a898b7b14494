using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class RuleActionTests
{
    private static readonly Rule Chooser = TestData.Rule with { WorkflowIdFrom = new(["w-1", "w-2"], "workflow") };
    private static readonly Rule Checker = TestData.Rule with { Check = RuleChoices.CheckContent };
    private static readonly ObjectFacts Plain = new(ObjectState.Current);

    [Fact]
    public void A_rule_of_higher_priority_is_evaluated_first() =>
        Assert.Equal(["c"], MatchingRules(TestData.Rule with { Name = "a" }, TestData.Rule with { Name = "b", Priority = -1 }, TestData.Rule with { Name = "c", Priority = 5 }));

    [Fact]
    public void A_rule_that_is_not_enabled_matches_nothing() =>
        Assert.Equal(["b"], MatchingRules(TestData.Rule with { Name = "a", Enabled = false }, TestData.Rule with { Name = "b" }));

    [Fact]
    public void A_dry_run_changes_nothing_and_is_reported()
    {
        var admitted = Assert.IsType<Admission.Admitted>(
            TestData.Rules(TestData.Rule with { Name = "a", DryRun = true }, TestData.Rule with { Name = "b" }).Decide(TestData.Upload()));

        Assert.Equal(["b"], admitted.Rules.Select(rule => rule.Name));
        Assert.Equal(["a"], admitted.DryRunRules.Select(rule => rule.Name));
    }

    [Fact]
    public void An_upload_that_only_dry_runs_match_is_refused_with_that_reason()
    {
        var refused = Assert.IsType<Admission.Refused>(TestData.Rules(TestData.Rule with { DryRun = true }).Decide(TestData.Upload()));

        Assert.Equal((RefusalReason.DryRun, "video"), (refused.Reason, Assert.Single(refused.DryRunRules).Name));
    }

    [Theory]
    [InlineData("uploads/out/", "uploads/out/beach.mp4", "media-in", true)]
    [InlineData("uploads/out/", "uploads/outside.mp4", "media-in", false)]
    [InlineData("Uploads/out/", "uploads/out/beach.mp4", "media-in", false)]
    [InlineData("oss://media-in/uploads/out/", "uploads/out/beach.mp4", "media-in", true)]
    [InlineData("oss://other/uploads/out/", "uploads/out/beach.mp4", "media-in", false)]
    [InlineData("oss://media-in", "uploads/beach.mp4", "media-in", true)]
    public void An_upload_where_a_workflow_writes_starts_nothing(string output, string key, string bucket, bool refused)
    {
        var rules = TestData.Rules(TestData.Rule, TestData.Rule with { Name = "writer", Enabled = false, OutputPrefix = output });

        var admission = rules.Decide(TestData.Upload(key, bucket: bucket));

        Assert.Equal(refused, admission is Admission.Refused { Reason: RefusalReason.OwnOutput });
    }

    [Theory]
    [InlineData(null, TestData.WorkflowId)]
    [InlineData("", TestData.WorkflowId)]
    [InlineData("w-2", "w-2")]
    public void An_object_may_name_an_allowed_workflow(string? named, string workflowId) =>
        Assert.Equal(workflowId, Plan(Chooser, new(Plain with { Meta = Meta(named) })).WorkflowId);

    [Theory]
    [InlineData("w-3")]
    [InlineData("W-2")]
    [InlineData(TestData.WorkflowId)]
    public void An_object_that_names_another_workflow_is_refused(string named) =>
        Assert.Equal(RefusalReason.WorkflowNotAllowed, Refusal(TestData.Rules(Chooser), new(Plain with { Meta = Meta(named) })));

    [Theory]
    [InlineData("uploads/beach.mp4", "mkv/webm", 3, true)]
    [InlineData("uploads/beach.mp4", "jpg", 4, false)]
    [InlineData("uploads/beach.mp4", "unknown", 0, false)]
    public void Content_must_be_of_the_kind_the_extension_claims(string key, string format, int kinds, bool admitted)
    {
        var admission = TestData.Rules(Checker).Decide(TestData.Upload(key), new(Plain, Content: new(format, (MediaKinds)kinds)));

        Assert.Equal(admitted, admission is Admission.Admitted);
        Assert.Equal(!admitted, admission is Admission.Refused { Reason: RefusalReason.ContentMismatch });
    }

    [Theory]
    [InlineData("beach.mp4", "zip", "video")]
    [InlineData("beach.ogg", "zip", "video or audio")]
    [InlineData("beach", "unrecognized", "nothing")]
    public void A_refusal_of_content_says_what_was_found(string key, string format, string claimed)
    {
        var content = format == "zip" ? ContentKind.Detect("PK\x03\x04"u8) : ContentKind.Unrecognized;
        var refused = Assert.IsType<Admission.Refused>(TestData.Rules(Checker with { Match = null }).Decide(TestData.Upload(key), new(Plain, Content: content)));

        Assert.Equal($"the first bytes are of the format '{format}', and the extension claims {claimed}", refused.Detail);
    }

    [Theory]
    [InlineData(true, "Object")]
    [InlineData(false, "Object, Content")]
    public void What_a_start_needs_is_fetched_only_once_the_conditions_hold(bool chooser, string needs)
    {
        var rules = TestData.Rules(chooser ? Chooser : Checker);

        Assert.Equal(needs, Assert.IsType<Admission.Undecided>(rules.Decide(TestData.Upload())).Needs.ToString());
        Assert.Equal(RefusalReason.NoRule, Assert.IsType<Admission.Refused>(rules.Decide(TestData.Upload("uploads/a.txt"))).Reason);
    }

    [Fact]
    public void What_a_start_needs_is_not_fetched_while_a_condition_is_undecided()
    {
        var rule = Checker with { Match = new(Meta: new Dictionary<string, string> { ["stage"] = "raw" }) };

        Assert.Equal(FactNeeds.Object, Assert.IsType<Admission.Undecided>(TestData.Rules(rule).Decide(TestData.Upload())).Needs);
    }

    [Fact]
    public void The_metadata_of_another_object_under_the_key_chooses_no_workflow() =>
        Assert.Equal(RefusalReason.ObjectReplaced, Refusal(TestData.Rules(Chooser), new(ObjectFacts.Replaced)));

    [Fact]
    public void A_rule_that_refuses_and_continues_lets_a_later_rule_take_the_upload() => Assert.Equal(
        ["later"],
        Assert.IsType<Admission.Admitted>(
            TestData.Rules(Chooser with { Continue = true }, TestData.Rule with { Name = "later" }).Decide(TestData.Upload(), Named("w-3"))).Rules.Select(rule => rule.Name));

    [Fact]
    public void A_rule_that_refuses_keeps_later_rules_from_the_upload() =>
        Assert.Equal(RefusalReason.WorkflowNotAllowed, Refusal(TestData.Rules(Chooser, TestData.Rule with { Name = "later" }), Named("w-3")));

    [Fact]
    public void Of_several_refusals_the_first_is_reported() => Assert.Equal(
        RefusalReason.WorkflowNotAllowed,
        Refusal(TestData.Rules(Chooser with { Continue = true }, Checker with { Name = "later" }), Named("w-3") with { Content = new("jpg", MediaKinds.Image) }));

    [Fact]
    public void The_refusal_of_a_dry_run_is_not_reported() =>
        Assert.Equal(RefusalReason.NoRule, Refusal(TestData.Rules(Chooser with { DryRun = true }), Named("w-3")));

    [Fact]
    public void The_refusal_of_a_dry_run_keeps_no_later_rule_from_the_upload() => Assert.Equal(
        ["later"],
        Assert.IsType<Admission.Admitted>(
            TestData.Rules(Chooser with { DryRun = true }, TestData.Rule with { Name = "later" }).Decide(TestData.Upload(), Named("w-3"))).Rules.Select(rule => rule.Name));

    [Fact]
    public void A_dry_run_whose_regex_ran_out_of_time_holds_nothing_back()
    {
        var decision = new DecisionBuilder();

        Assert.False(decision.Add(new RuleVerdict.NeedsFacts(TestData.Rule with { DryRun = true }, null, FactNeeds.None)));
        Assert.Equal(RefusalReason.NoRule, Assert.IsType<Admission.Refused>(decision.Build()).Reason);
    }

    [Fact]
    public void A_rule_that_lacks_facts_holds_back_what_earlier_rules_decided() => Assert.IsType<Admission.Undecided>(
        TestData.Rules(TestData.Rule with { Continue = true }, Chooser with { Name = "later" }).Decide(TestData.Upload()));

    [Theory]
    [InlineData(nameof(ObjectState.Gone))]
    [InlineData(nameof(ObjectState.Replaced))]
    public void Another_object_under_the_key_decides_nothing(string state)
    {
        var negated = TestData.Rule with { Match = new(Not: new(Meta: new Dictionary<string, string> { ["draft"] = "*" })) };

        Assert.Equal($"Object{state}", Refusal(TestData.Rules(negated, TestData.Rule with { Name = "later" }), new(new(Enum.Parse<ObjectState>(state)))).ToString());
    }

    [Fact]
    public void A_rule_that_needs_no_facts_matches_an_upload_whose_object_has_changed() =>
        Assert.Equal(TestData.WorkflowId, Plan(TestData.Rule, new(ObjectFacts.Replaced)).WorkflowId);

    [Fact]
    public void The_settings_of_a_rule_are_recorded_in_the_claim()
    {
        var rule = TestData.Rule with { OnReupload = RuleChoices.Replace, Input = "oss", SkipInputVerification = true, Media = new(Sprites: true, CoverAt: 1.5, SearchLib: "lib") };

        var plan = ClaimPlanner.CreatePlan(Plan(rule, Facts.None));

        Assert.Equal(("oss", true, true, "beach.mp4"), (plan.Input, plan.SkipInputVerification, plan.Overwrite, plan.Media.Title));
        Assert.Equal("""{"NeedSprite":"true","NeedSnapshot":"false","CoverConfig":{"StartTime":"1.5"},"SearchLibName":"lib"}""", plan.RegisterConfig);
    }

    [Fact]
    public void An_explanation_has_every_rule_in_the_order_of_evaluation()
    {
        var explanation = TestData.Rules(
            TestData.Rule with { Name = "off", Enabled = false },
            TestData.Rule with { Name = "other", Match = new(Suffixes: [".mov"]) },
            TestData.Rule with { Name = "takes" },
            TestData.Rule with { Name = "late" }).Explain(TestData.Upload());

        Assert.Equal(
            ["off Disabled", "other NotMatched", "takes Matched", "late NotEvaluated"],
            explanation.Verdicts.Select(verdict => $"{verdict.Rule.Name} {verdict.GetType().Name}"));
    }

    private static IEnumerable<string> MatchingRules(params Rule[] rules) =>
        Assert.IsType<Admission.Admitted>(TestData.Rules(rules).Decide(TestData.Upload())).Rules.Select(rule => rule.Name);

    private static StartPlan Plan(Rule rule, Facts facts) =>
        Assert.Single(Assert.IsType<Admission.Admitted>(TestData.Rules(rule).Decide(TestData.Upload(), facts)).Plans);

    private static RefusalReason Refusal(RuleSet rules, Facts facts) =>
        Assert.IsType<Admission.Refused>(rules.Decide(TestData.Upload(), facts)).Reason;

    private static Facts Named(string workflow) => new(Plain with { Meta = Meta(workflow) });

    private static Dictionary<string, string> Meta(string? workflow) => workflow is null ? [] : new() { ["workflow"] = workflow };
}
