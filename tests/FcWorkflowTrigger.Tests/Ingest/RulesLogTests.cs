using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class RulesLogTests
{
    private readonly LogLines _log = new();

    [Fact]
    public void The_start_warns_of_each_rule_that_is_probably_not_meant()
    {
        var rules = RuleFile.Read(TestData.Bytes("""
            {
              "version": 1,
              "rules": [
                { "name": "a", "workflowId": "w" },
                { "name": "b", "workflowId": "w", "match": { "prefix": "uploads/" } }
              ]
            }
            """));

        RulesLog.Warn(_log, rules);

        Assert.StartsWith("rules.json, line 5: rule 2 ('b'), field match matches nothing that rule 'a' does not take first.", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_start_says_nothing_of_rules_without_warnings()
    {
        RulesLog.Warn(_log, TestData.Rules());

        Assert.Empty(_log.Warnings);
    }
}
