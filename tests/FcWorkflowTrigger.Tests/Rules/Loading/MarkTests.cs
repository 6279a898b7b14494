using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Rules.Loading;

/// <summary>What is wrong with a mark is in rules-samples.json.</summary>
public sealed class MarkTests
{
    public static TheoryData<string, string, bool> Pairs => new()
    {
        { "continue", "", true },
        { "", "", false },
        { "continue, off", "", false },
        { "continue, dry run", "", false },
        { "continue", "off", false },
        { "continue", "other tag", false },
        { "continue", "other prefix", false },
        { "continue", "no mark", false },
        { "", "continue, first", true },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_rules_that_give_one_object_the_same_tag_are_warned_of(string first, string second, bool isWarned)
    {
        var warnings = RuleWarnings.Find([Create("one", first), Create("two", second)]).Where(warning => warning.Field == "mark").ToArray();

        var (asked, later, index) = second.Contains("first", StringComparison.Ordinal) ? ("two", "one", 0) : ("one", "two", 1);
        Assert.Equal(
            isWarned ? [$"rule {index + 1} ('{later}'), field mark has the tag 'ims', and so has rule '{asked}', which has continue: on an object that both take, the run that ends last decides the tag. Use two names."] : [],
            warnings.Select(warning => warning.Sentence));
    }

    [Fact]
    public void A_claim_fixes_the_mark_of_its_rule()
    {
        var rule = Create("a", "");

        Assert.Equal(rule.Mark, ClaimPlanner.CreatePlan(TestData.Plan with { Rule = rule }).Mark);
        Assert.Null(ClaimPlanner.CreatePlan(TestData.Plan).Mark);
    }

    private static Rule Create(string name, string traits) => new(
        name,
        "w",
        new(Prefix: traits.Contains("other prefix", StringComparison.Ordinal) ? "live/" : "uploads/"),
        Continue: traits.Contains("continue", StringComparison.Ordinal),
        Enabled: !traits.Contains("off", StringComparison.Ordinal),
        DryRun: traits.Contains("dry run", StringComparison.Ordinal),
        Priority: traits.Contains("first", StringComparison.Ordinal) ? 1 : 0,
        Mark: traits.Contains("no mark", StringComparison.Ordinal) ? null
            : new Dictionary<string, string> { [traits.Contains("other tag", StringComparison.Ordinal) ? "other" : "ims"] = "{outcome}" });
}
