using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class RuleProperties
{
    private static readonly string[] Parts = ["uploads/", "a", "b/", ".mp4", ".MOV", "春", "\ud83c", "\\", "*", "?", "[", " ", "\n", "\0", "%2F", "../"];

    private static readonly RuleMatch[] Matches =
    [
        new(),
        new(Prefix: "uploads/"),
        new(Suffixes: [".mp4", ".mov"]),
        new(Globs: ["uploads/**/*.{mp4,mov}", "**/b/*"]),
        new(Regex: @"^uploads/[^/]+\.(mp4|mov)$"),
        new(Kinds: ["video"]),
        new(MinBytes: 5, MaxBytes: 50),
        new(ContentTypes: ["video/*"]),
        new(Meta: new Dictionary<string, string> { ["a"] = "b*" }),
        new(Tags: new Dictionary<string, string> { ["a"] = "*" }),
    ];

    private static readonly Facts[] AllFacts =
    [
        Facts.None,
        new(new ObjectFacts(ObjectState.Current, "video/mp4", "IA", new Dictionary<string, string> { ["a"] = "bc" })),
        new(new ObjectFacts(ObjectState.Current), new Dictionary<string, string> { ["a"] = "x" }),
        new(ObjectFacts.Gone),
    ];

    [Property(MaxTest = 2000)]
    public Property Deciding_never_throws() => Prop.ForAll(RuleSets().ToArbitrary(), Uploads().ToArbitrary(), FactSets().ToArbitrary(), (rules, upload, facts) =>
    {
        var explanation = rules.Explain(upload, facts);

        return rules.Decide(upload, facts).GetType() == explanation.Admission.GetType()
            && explanation.Verdicts.Count == rules.Rules.Count
            && explanation.Admission is not Admission.Admitted { Plans.Count: 0 };
    });

    [Property(MaxTest = 2000)]
    public Property A_rule_added_after_a_first_match_changes_nothing() => Prop.ForAll(
        RuleSets().ToArbitrary(), OneRule("added").ToArbitrary(), Uploads().ToArbitrary(), (rules, added, upload) =>
        {
            var (before, after) = (rules.Decide(upload, AllFacts[1]), new RuleSet([.. rules.Rules, added], []).Decide(upload, AllFacts[1]));

            return before is not Admission.Admitted { Plans: [.., { Rule.Continue: false }] } admitted
                || (after is Admission.Admitted still && Names(admitted).SequenceEqual(Names(still)));
        });

    [Property(MaxTest = 2000)]
    public Property A_rule_on_dry_run_changes_nothing() => Prop.ForAll(
        RuleSets().ToArbitrary(), OneRule("added").ToArbitrary(), Uploads().ToArbitrary(), (rules, added, upload) =>
        {
            var (before, after) = (rules.Decide(upload, AllFacts[1]), new RuleSet([added with { DryRun = true }, .. rules.Rules], []).Decide(upload, AllFacts[1]));

            return after is Admission.Undecided
                || (before is Admission.Admitted admitted ? after is Admission.Admitted still && Names(admitted).SequenceEqual(Names(still)) : after is not Admission.Admitted);
        });

    [Property(MaxTest = 2000)]
    public Property Two_rounds_of_facts_are_enough() => Prop.ForAll(RuleSets().ToArbitrary(), Uploads().ToArbitrary(), (rules, upload) =>
    {
        var facts = Facts.None;

        for (var round = 0; round < 2 && rules.Decide(upload, facts) is Admission.Undecided undecided; round++)
        {
            facts = facts with
            {
                Object = AllFacts[1].Object,
                Tags = undecided.Needs.HasFlag(FactNeeds.Tags) ? new Dictionary<string, string>() : facts.Tags,
            };
        }

        return rules.Decide(upload, facts) is not Admission.Undecided;
    });

    private static IEnumerable<string> Names(Admission.Admitted admitted) => admitted.Rules.Select(rule => rule.Name);

    private static Gen<Rule> OneRule(string name) =>
        from match in Gen.Elements(Matches)
        from other in Gen.Elements(Matches)
        from form in Gen.Choose(0, 3)
        from goesOn in Gen.Elements(true, false)
        select new Rule(
            name,
            "w",
            form switch { 0 => match, 1 => new(Not: match), 2 => new(Any: [match, other]), _ => new(All: [match, other]) },
            Continue: goesOn);

    private static Gen<RuleSet> RuleSets() =>
        from count in Gen.Choose(1, 5)
        from rules in Gen.CollectToArray(Enumerable.Range(0, count).Select(index => OneRule($"r{index}")))
        select new RuleSet(rules, []);

    private static Gen<Upload> Uploads() =>
        from count in Gen.Choose(0, 8)
        from parts in Gen.Elements(Parts).ArrayOf(count)
        from size in Gen.Choose(0, 100)
        select TestData.Upload($"k{string.Concat(parts)}"[(size % 2)..], size);

    private static Gen<Facts> FactSets() => Gen.Elements(AllFacts);
}
