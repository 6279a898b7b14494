using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class RuleFileTests
{
    [Fact]
    public void The_file_that_ships_beside_the_binary_reads()
    {
        var rules = RuleFile.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "rules.json")));

        Assert.Equal("video", Assert.Single(rules.Rules).Name);
        Assert.Equal(64, rules.Hash.Length);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_the_authors_to_use() =>
        Assert.Single(Read("""{"version":1,/* one */"rules":[{"name":"a","workflowId":"w",},],}""").Rules);

    [Theory]
    [InlineData("""{"name":"","workflowId":"w"}""", "rule 1 (''), field name ")]
    [InlineData("""{"name":"a b","workflowId":"w"}""", "rule 1 ('a b'), field name ")]
    [InlineData("""{"name":"a","workflowId":" "}""", "rule 1 ('a'), field workflowId is empty")]
    [InlineData("""{"name":"a"}""", "rule 1 ('a'), field ")]
    [InlineData("""{"name":"a","workflowId":"w","onReupload":"never"}""", "rule 1 ('a'), field onReupload is 'never'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"minBytes":-1}}""", "rule 1 ('a'), field match.minBytes is negative")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"minBytes":"1"}}""", "rule 1 ('a'), field match.minBytes cannot be read")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"sufixes":[]}}""", "rule 1 ('a'), field match")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"suffixes":[]}}""", "rule 1 ('a'), field match.suffixes is empty")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"buckets":[""]}}""", "rule 1 ('a'), field match.buckets holds an empty name")]
    [InlineData("""{"name":"a","workflowId":"w","media":{"tags":["a,b"]}}""", "rule 1 ('a'), field media.tags ")]
    [InlineData("""{"name":"a","workflowId":"w"},{"name":"a","workflowId":"w"}""", "rule 2 ('a'), field name is used by an earlier rule")]
    public void A_problem_names_the_rule_and_the_field(string rules, string place)
    {
        var problem = Assert.Throws<RuleFileException>(() => Read($$"""{"version":1,"rules":[{{rules}}]}"""));

        Assert.StartsWith("RULES-INVALID: rules.json, ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":2,"rules":[]}""", "field version is 2")]
    [InlineData("""{"version":1,"rules":[]}""", "field rules is empty")]
    [InlineData("null", "is null")]
    [InlineData("not json", "cannot be read")]
    public void A_file_that_is_no_rule_file_is_refused(string content, string says) =>
        Assert.Contains(says, Assert.Throws<RuleFileException>(() => Read(content)).Message, StringComparison.Ordinal);

    private static RuleSet Read(string content) => RuleFile.Read(Given.Bytes(content));
}
