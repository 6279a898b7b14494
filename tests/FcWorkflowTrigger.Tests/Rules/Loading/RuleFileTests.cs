using System.Text.Json;
using System.Text.Json.Nodes;
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
    public void Names_that_differ_in_case_are_two() =>
        Assert.Equal(2, Read("""{"version":1,"rules":[{"name":"a","workflowId":"w"},{"name":"A","workflowId":"w"}]}""").Rules.Count);

    [Theory]
    [InlineData("tags", 16, true)]
    [InlineData("tags", 17, false)]
    [InlineData("userData", 8, true)]
    [InlineData("userData", 9, false)]
    public void A_rule_has_at_most_so_many_texts(string field, int count, bool valid)
    {
        var texts = Enumerable.Range(0, count).Select(number => field == "tags" ? $"\"t{number}\"" : $"\"f{number}\":\"x\"");
        var value = field == "tags" ? $"[{string.Join(',', texts)}]" : $"{{{string.Join(',', texts)}}}";

        Assert.Equal(valid ? [] : [$"media.{field}"], Problems($$"""{"{{field}}":{{value}}}"""));
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void The_name_of_a_field_has_at_most_32_characters(int length, bool valid) =>
        Assert.Equal(valid ? [] : ["media.userData"], Problems($$$"""{"userData":{"{{{new string('x', length)}}}":"y"}}"""));

    [Theory]
    [InlineData("""{"title":"{meta.}"}""", "media.title")]
    [InlineData("""{"coverAt":-0.001}""", "media.coverAt")]
    [InlineData("""{"searchLib":""}""", "media.searchLib")]
    public void A_text_that_IMS_could_not_use_is_a_problem(string media, string field) => Assert.Equal([field], Problems(media));

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Assert.Single(Read("""{"version":1,/* one */"rules":[{"name":"a","workflowId":"w",},],}""").Rules);

    [Theory]
    [InlineData("not json", 1)]
    [InlineData("null", 1)]
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

    [Theory]
    [InlineData("{\n\"version\":1,\n\"rules\":[{\"name\":\"a\",\"workflowId\":\"w\",\n\"dryRun\":true,\n\"dryRun\":false}]}", "rule 1 ('a'), field dryRun is written twice; leave one.", 5)]
    [InlineData("{\n\"version\":1,\n\"rules\":[{\"name\":\"a\",\"workflowId\":\"w\",\n\"dryRun\":true,\n\"dry\\u0052un\":false}]}", "rule 1 ('a'), field dryRun is written twice; leave one.", 5)]
    [InlineData("{\"version\":1,\"rules\":[{\"name\":\"a\",\"workflowId\":\"w\",\"match\":{\"meta\":{\n\"b\":\"1\",\n\"b\":\"2\"}}}]}", "rule 1 ('a'), field match.meta.b is written twice; leave one.", 3)]
    [InlineData("{\"version\":1,\n\"rules\":[],\n\"rules\":[{\"name\":\"a\",\"workflowId\":\"w\"}]}", "field rules is written twice; leave one.", 3)]
    public void A_field_written_twice_is_refused_with_its_place_and_line(string content, string place, int line)
    {
        var problem = Assert.Single(RuleFile.Validate(TestData.Bytes(content)));

        Assert.Equal(place, problem.Sentence);
        Assert.Equal(line, problem.Line);
    }

    [Theory]
    [InlineData(""","quietFor":30""", "quietFor takes a text in quotes, and has another value.")]
    [InlineData(""","enabled":"yes" """, "enabled takes true or false, and has another value.")]
    [InlineData(""","priority":"1" """, "priority takes a whole number without quotes, at most 2,147,483,647, and has another value.")]
    [InlineData(""","match":{"minBytes":1.5}""", "match.minBytes takes a whole number without quotes, at most 9,223,372,036,854,775,807, and has another value.")]
    [InlineData(""","match":"uploads/" """, "match takes an object in braces, and has another value.")]
    [InlineData(""","match":{"suffixes":".mp4"}""", "match.suffixes takes a list in brackets, and has another value.")]
    [InlineData(""","match":{"suffixes":[1]}""", "match.suffixes[0] takes a text in quotes, and has another value.")]
    [InlineData(""","match":{"any":[{"meta":{"a b":1}}]}""", "match.any[0].meta['a b'] takes a text in quotes, and has another value.")]
    [InlineData(""","match":{"suffixs":[]}""", "match.suffixs is not known; check its spelling.")]
    [InlineData(""","mark":{"ims":x}""", "mark.ims cannot be read: 'x' is an invalid start of a value.")]
    [InlineData(""","onReupload":null""", "onReupload is null; write a value, or leave it out.")]
    public void A_value_of_the_wrong_kind_is_told_in_the_words_of_the_file(string field, string sentence) =>
        Assert.EndsWith($"field {sentence}", Assert.Single(RuleFile.Validate(TestData.Bytes($$"""{"version":1,"rules":[{"name":"a","workflowId":"w"{{field}}}]}"""))).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_lacks_a_field_is_told_its_name() =>
        Assert.Equal("rule 1 ('a'), field (the rule itself) lacks 'workflowId'.", Assert.Single(RuleFile.Validate(TestData.Bytes("""{"version":1,"rules":[{"name":"a"}]}"""))).Sentence);

    /// <summary>Every list entry and map value of the sample that has every field, each made null in turn.</summary>
    [Fact]
    public void No_list_or_map_of_the_file_may_hold_null()
    {
        var file = Samples.GetProperty("valid").GetProperty("every field").GetRawText();
        var entries = Entries(JsonNode.Parse(file)!).Count();

        Assert.All(Enumerable.Range(0, entries), index =>
        {
            var changed = JsonNode.Parse(file)!;
            var entry = Entries(changed).ElementAt(index);
            var path = entry.GetPath();
            entry.ReplaceWith<JsonNode?>(null);

            var problem = Assert.Single(RuleFile.Validate(TestData.Bytes(changed.ToJsonString())));
            Assert.Equal("is null; write a value, or leave it out.", problem.Problem);
            Assert.Equal(path, problem.Field == "(the rule itself)" ? "$.rules[0]" : $"$.rules[0].{problem.Field}");
            Assert.Equal(1, problem.Line);
        });
        Assert.True(entries > 20, $"{entries}");
    }

    /// <summary>Any value of the sample made null, or any field of it written twice: the file is valid, or has problems; never another exception.</summary>
    [Fact]
    public void Null_anywhere_never_crashes_the_check()
    {
        var file = Samples.GetProperty("valid").GetProperty("every field").GetRawText();
        var values = Values(JsonNode.Parse(file)!).Count();

        Assert.All(Enumerable.Range(0, values), index =>
        {
            var changed = JsonNode.Parse(file)!;
            Values(changed).ElementAt(index).ReplaceWith<JsonNode?>(null);
            Assert.All(RuleFile.Validate(TestData.Bytes(changed.ToJsonString())), problem => Assert.NotNull(problem.Line));
        });
    }

    private static IEnumerable<string> Problems(string media) =>
        RuleFile.Validate(TestData.Bytes($$$"""{"version":1,"rules":[{"name":"a","workflowId":"w","media":{{{media}}}}]}""")).Select(problem => problem.Field);

    private static IEnumerable<JsonNode> Values(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Values(field.Value!).Prepend(field.Value!)),
        JsonArray list => list.SelectMany(entry => Values(entry!).Prepend(entry!)),
        _ => [],
    };

    private static IEnumerable<JsonNode> Entries(JsonNode file) =>
        Values(file).Where(value => value.Parent is JsonArray || (value.Parent is JsonObject map && map.Parent is JsonObject && IsMap(map)));

    private static bool IsMap(JsonObject value) => value.GetPropertyName() is "meta" or "tags" or "userData";

    private static RuleSet Read(string content) => RuleFile.Read(TestData.Bytes(content));
}
