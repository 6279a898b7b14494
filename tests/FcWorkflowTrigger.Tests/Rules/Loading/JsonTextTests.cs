using System.Text;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Tests.Rules.Loading;

/// <summary>Documents that people write, as their editors save them.</summary>
public sealed class JsonTextTests
{
    private const string Rules = """{"version":1,"rules":[{"name":"a","workflowId":"w"}]}""";

    private static readonly bool[] WithAndWithout = [true, false];

    public static TheoryData<string, string> OtherEncodings => new()
    {
        { "utf-16", "UTF-16" },
        { "utf-16BE", "UTF-16" },
        { "utf-32", "UTF-32" },
        { "utf-32BE", "UTF-32" },
    };

    [Fact]
    public void Rules_with_a_mark_are_read_and_their_hash_is_of_the_file_as_it_is()
    {
        var (plain, marked) = (RuleFile.Read(TestData.Bytes(Rules)), RuleFile.Read(Marked(Rules)));

        Assert.Equal("a", Assert.Single(marked.Rules).Name);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Marked(Rules))), marked.Hash);
        Assert.NotEqual(plain.Hash, marked.Hash);
    }

    [Theory]
    [InlineData("{\"version\":1,\n\"rules\":[{\"name\":\"a\",\n\"workflowId\":\"\"}]}", 3)]
    [InlineData("{\"version\":1,\n\"rules\":[{\"name\":\"a\",\n\"workflow\":\"\"}]}", 3)]
    public void A_problem_of_rules_with_a_mark_names_the_rule_and_the_line(string rules, int line)
    {
        var problem = Assert.Single(RuleFile.Validate(Marked(rules)));

        Assert.Equal(("a", (int?)line), (problem.Rule, problem.Line));
    }

    [Fact]
    public void A_sidecar_with_a_mark_is_found() =>
        Assert.Equal("Spring", Assert.IsType<SidecarFinding.Found>(Parse(Marked("""{"version":1,"media":{"title":"Spring"}}"""))).Sidecar.Media!.Title);

    [Fact]
    public void A_sidecar_that_is_nothing_but_a_mark_counts_as_missing() => Assert.IsType<SidecarFinding.Missing>(Parse(Marked("")));

    [Fact]
    public void An_event_with_a_mark_is_read() => Assert.Single(UploadEvents.Read(Marked(TestData.Sample("object-created.json")), "cn-shanghai"));

    [Theory]
    [MemberData(nameof(OtherEncodings))]
    public void Another_encoding_is_refused_by_its_name_with_and_without_a_mark(string name, string said)
    {
        var encoding = Encoding.GetEncoding(name);

        Assert.All(WithAndWithout, hasMark =>
        {
            Assert.Equal($"field $ is {said}; save the file as UTF-8.", Assert.Single(RuleFile.Validate(Encode(Rules))).Sentence);
            Assert.Equal($"field $ is {said}; save the file as UTF-8.", Assert.IsType<SidecarFinding.Bad>(Parse(Encode("""{"version":1}"""))).Sentence);
            Assert.StartsWith(
                $"EVENT-MALFORMED: The event is {said}; save the file as UTF-8.",
                Assert.Throws<MalformedEventException>(() => UploadEvents.Read(Encode("""{"events":[]}"""), "cn-shanghai")).Message,
                StringComparison.Ordinal);

            byte[] Encode(string text) => [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        });
    }

    private static byte[] Marked(string text) => [0xEF, 0xBB, 0xBF, .. TestData.Bytes(text)];

    private static SidecarFinding Parse(byte[] content) => SidecarFinding.Parse(content, "SIDECAR-ETAG", TestData.Upload(), allow: null);
}
