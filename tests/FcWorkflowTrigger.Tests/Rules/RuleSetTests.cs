using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class RuleSetTests
{
    [Fact]
    public void An_upload_that_matches_is_admitted_under_its_rule()
    {
        var admitted = Assert.IsType<Admission.Admitted>(TestData.Rules().Decide(TestData.Upload()));

        Assert.Equal(["video"], admitted.Rules.Select(rule => rule.Name));
    }

    [Theory]
    [InlineData("uploads/beach.txt", 10, "ObjectCreated:PutObject", "media-in", nameof(RefusalReason.NoRule))]
    [InlineData("other/beach.mp4", 10, "ObjectCreated:PutObject", "media-in", nameof(RefusalReason.NoRule))]
    [InlineData("uploads/beach.mp4", 10, "ObjectCreated:PutObject", "other", nameof(RefusalReason.NoRule))]
    [InlineData("uploads/beach.mp4", 0, "ObjectCreated:PutObject", "media-in", nameof(RefusalReason.EmptyObject))]
    [InlineData("uploads/", 10, "ObjectCreated:PutObject", "media-in", nameof(RefusalReason.Folder))]
    [InlineData("uploads/beach.mp4", 10, "ObjectRemoved:DeleteObject", "media-in", nameof(RefusalReason.NotCreated))]
    public void Another_upload_is_refused_with_a_named_reason(string key, long size, string eventName, string bucket, string reason)
    {
        var refused = Assert.IsType<Admission.Refused>(TestData.Rules().Decide(TestData.Upload(key, size, eventName: eventName, bucket: bucket)));

        Assert.Equal(reason, refused.Reason.ToString());
    }

    [Theory]
    [InlineData("uploads/BEACH.MP4")]
    [InlineData("uploads/beach.Mp4")]
    public void Suffixes_match_in_any_case(string key) => Assert.IsType<Admission.Admitted>(TestData.Rules().Decide(TestData.Upload(key)));

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void The_smallest_size_is_inclusive(long size, bool admitted)
    {
        var rules = TestData.Rules(TestData.Rule with { Match = new(MinBytes: 100) });

        Assert.Equal(admitted, rules.Decide(TestData.Upload(size: size)) is Admission.Admitted);
    }

    [Fact]
    public void The_first_rule_that_matches_wins() =>
        Assert.Equal(["a"], MatchingRules(TestData.Rule with { Name = "a" }, TestData.Rule with { Name = "b" }));

    [Fact]
    public void A_rule_that_continues_lets_later_rules_match_too() =>
        Assert.Equal(["a", "c"], MatchingRules(
            TestData.Rule with { Name = "a", Continue = true },
            TestData.Rule with { Name = "b", Match = new(Prefix: "elsewhere/") },
            TestData.Rule with { Name = "c" },
            TestData.Rule with { Name = "d" }));

    [Fact]
    public void A_rule_without_conditions_matches_everything() =>
        Assert.IsType<Admission.Admitted>(TestData.Rules(TestData.Rule with { Match = null }).Decide(TestData.Upload("any/thing")));

    private static IEnumerable<string> MatchingRules(params Rule[] rules) =>
        Assert.IsType<Admission.Admitted>(TestData.Rules(rules).Decide(TestData.Upload())).Rules.Select(rule => rule.Name);
}
