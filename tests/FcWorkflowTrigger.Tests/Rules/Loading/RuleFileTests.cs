using System.Text.Json;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Tests.Rules.Loading;

public sealed class RuleFileTests
{
    public static TheoryData<string> Valid => [.. Samples.GetProperty("valid").EnumerateObject().Select(sample => sample.Name)];

    public static TheoryData<string, string> Invalid
    {
        get
        {
            var data = new TheoryData<string, string>();

            foreach (var sample in Samples.GetProperty("invalid").EnumerateArray())
            {
                data.Add(
                    sample.TryGetProperty("rule", out var rule) ? $$"""{"version":1,"rules":[{{rule.GetRawText()}}]}""" : sample.GetProperty("file").GetRawText(),
                    sample.GetProperty("says").GetString()!);
            }

            return data;
        }
    }

    private static JsonElement Samples { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Rules", "rules-samples.json"))).RootElement;

    [Fact]
    public void The_file_that_ships_beside_the_binary_reads()
    {
        var rules = RuleFile.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "rules.json")));

        Assert.Equal("video", Assert.Single(rules.Rules).Name);
        Assert.Equal(64, rules.Hash.Length);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_sample_reads(string name) =>
        Assert.Single(Read(Samples.GetProperty("valid").GetProperty(name).GetRawText()).Rules);

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_problem_names_the_rule_and_the_field(string content, string sentence)
    {
        var problem = Assert.Throws<RuleFileException>(() => Read(content));

        Assert.StartsWith("RULES-INVALID: rules.json, ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Assert.Single(Read("""{"version":1,/* one */"rules":[{"name":"a","workflowId":"w",},],}""").Rules);

    [Theory]
    [InlineData("not json", 1)]
    [InlineData("{\n\"version\":1,\n\"rules\":[\n{\"name\":\"a\"}]}", 4)]
    [InlineData("{\n\"version\":1,\n\"rules\":[{\"name\":\"a\",\"workflowId\":\"w\",\n\"match\":{\n\"minBytes\":\"1\"}}]}", 5)]
    public void A_file_that_cannot_be_read_has_one_problem_with_its_line(string content, int line) =>
        Assert.Equal(line, Assert.Single(RuleFile.Validate(TestData.Bytes(content))).Line);

    [Fact]
    public void Every_problem_of_a_readable_file_has_its_line()
    {
        var problems = RuleFile.Validate(TestData.Bytes("""
            {
              "version": 1,
              "rules": [
                { "name": "a", "workflowId": "w" },
                {
                  "name": "a", // again
                  "workflowId": "w",
                  "match": {
                    "any": [
                      { "prefix": "x" },
                      { "meta": { "a": "*", "b": "" } }
                    ],
                    "regex": "("
                  }
                }
              ]
            }
            """));

        Assert.Equal(
            [(6, "name"), (13, "match.regex"), (11, "match.any[1].meta.b")],
            problems.Select(problem => (problem.Line!.Value, problem.Field)));
    }

    private static RuleSet Read(string content) => RuleFile.Read(TestData.Bytes(content));
}
