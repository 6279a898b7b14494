using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Rules.Sidecars;

public sealed class SidecarRuleTests
{
    private const string Key = "uploads/beach.mp4.workflow.json";
    private static readonly Rule Waiter = TestData.Rule with { Sidecar = "wait 10" };

    [Theory]
    [InlineData("ignore", true, null, null)]
    [InlineData("require", true, true, null)]
    [InlineData("wait 1", true, false, 1)]
    [InlineData("wait 1440", true, false, 1440)]
    [InlineData("wait 0", false, null, null)]
    [InlineData("wait 01", false, null, null)]
    [InlineData("wait 1441", false, null, null)]
    [InlineData("wait 99999999999", false, null, null)]
    [InlineData("wait -1", false, null, null)]
    [InlineData("wait ", false, null, null)]
    [InlineData("wait", false, null, null)]
    [InlineData("Require", false, null, null)]
    [InlineData("", false, null, null)]
    public void A_policy_is_one_of_three_words(string text, bool known, bool? required, int? minutes)
    {
        Assert.Equal(known, SidecarPolicy.TryParse(text, out var policy));
        Assert.Equal((required, minutes), (policy?.Required, (int?)policy?.Wait?.TotalMinutes));
    }

    [Theory]
    [InlineData("wait 10", true, false, 10, nameof(RefusalReason.Sidecar))]
    [InlineData("require", true, false, 0, nameof(RefusalReason.Sidecar))]
    [InlineData("ignore", true, false, 10, nameof(RefusalReason.NoRule))]
    [InlineData("require", false, false, 10, nameof(RefusalReason.Sidecar))]
    [InlineData("require", true, true, 10, nameof(RefusalReason.Sidecar))]
    [InlineData("ignore", false, false, 10, nameof(RefusalReason.NoRule))]
    public void A_sidecar_starts_nothing_itself_if_any_rule_uses_sidecars(string sidecar, bool enabled, bool dryRun, long size, string reason)
    {
        var rules = TestData.Rules(TestData.Rule, TestData.Rule with { Name = "second", Sidecar = sidecar, Enabled = enabled, DryRun = dryRun });

        Assert.Equal(reason, Assert.IsType<Admission.Refused>(rules.Decide(TestData.Upload(Key, size))).Reason.ToString());
    }

    [Fact]
    public void A_file_with_the_suffix_in_another_case_is_an_ordinary_upload() => Assert.IsType<Admission.Admitted>(
        TestData.Rules(TestData.Rule with { Match = null, Sidecar = "require" }).Decide(TestData.Upload("uploads/beach.mp4.Workflow.json")));

    [Fact]
    public void If_no_rule_uses_sidecars_the_file_is_an_ordinary_upload() =>
        Assert.IsType<Admission.Admitted>(TestData.Rules(TestData.Rule with { Match = null }).Decide(TestData.Upload(Key)));

    [Fact]
    public void A_workflow_that_only_the_sidecar_names_needs_no_facts() => Assert.IsType<Admission.Admitted>(
        TestData.Rules(Waiter with { WorkflowIdFrom = new(["w-1"], Sidecar: true) }).Decide(TestData.Upload()));

    [Theory]
    [InlineData("ignore", null)]
    [InlineData("wait 10", "2026-11-24T00:25:00Z")]
    [InlineData("require", "2026-11-25T00:15:00Z")]
    public void The_wait_ends_at_the_time_the_rule_sets(string sidecar, string? until) => Assert.Equal(
        until is null ? null : DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture),
        ClaimPlanner.CreateWait(TestData.Rule with { Sidecar = sidecar }, TestData.Upload(), TestData.Now, TimeSpan.FromDays(1))?.Until);

    [Fact]
    public void A_clock_that_is_behind_does_not_shorten_the_wait() => Assert.Equal(
        TestData.Now.AddSeconds(-1).AddMinutes(10), ClaimPlanner.CreateWait(Waiter, TestData.Upload(), TestData.Now.AddHours(-1), TimeSpan.FromDays(1))!.Until);

    [Theory]
    [InlineData(1023 - 14, true)]
    [InlineData(1023 - 13, false)]
    public void A_key_too_long_for_a_sidecar_has_none(int length, bool fits)
    {
        Assert.Equal(fits ? 1023 : null, SidecarKey.For(new('x', length))?.Length);
        Assert.Equal(fits, SidecarKey.For($"春{new string('x', length - 3)}") is not null);
    }
}
