using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Tests.Rules.Loading;

/// <summary>Two rules that take one upload share its asset: neither may have IMS delete it.</summary>
public sealed class OverwriteValidatorTests
{
    private const string Says = "an upload that both take would lose the asset its other task works on";

    public static TheoryData<string, string> Refused => new()
    {
        { """{"name":"a","workflowId":"w","continue":true}""", """{"name":"b","workflowId":"w","onReupload":"replace"}""" },
        { """{"name":"a","workflowId":"w","continue":true,"onReupload":"replace"}""", """{"name":"b","workflowId":"w"}""" },
        { """{"name":"a","workflowId":"w","continue":true,"onReupload":"replace"}""", """{"name":"b","workflowId":"w","onReupload":"replace"}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"prefix":"in/"}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"prefix":"in/new/"}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"prefix":"in/new/"}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"prefix":"in/"}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"globs":["**/*.mp4"]}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"prefix":"in/"}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"suffixes":[".mp4"]}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"suffixes":["A.MP4",".mov"]}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"maxBytes":10}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"minBytes":10}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"minBytes":10}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"maxBytes":10}}""" },
        { """{"name":"a","workflowId":"w","onReupload":"replace"}""", """{"name":"b","workflowId":"w","continue":true,"priority":9}""" },
    };

    public static TheoryData<string, string> Taken => new()
    {
        { """{"name":"a","workflowId":"w"}""", """{"name":"b","workflowId":"w","onReupload":"replace"}""" },
        { """{"name":"a","workflowId":"w","continue":true}""", """{"name":"b","workflowId":"w"}""" },
        { """{"name":"a","workflowId":"w"}""", """{"name":"b","workflowId":"w","onReupload":"replace","continue":true}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"prefix":"in/"}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"prefix":"out/"}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"buckets":["x"]}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"buckets":["y"]}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"suffixes":[".mp4"]}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"suffixes":[".mov"]}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"maxBytes":9}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"minBytes":10}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"events":["PutObject"]}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"events":["CopyObject"]}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"match":{"storageClasses":["IA"]}}""", """{"name":"b","workflowId":"w","onReupload":"replace","match":{"storageClasses":["Standard"]}}""" },
        { """{"name":"a","workflowId":"w","continue":true,"enabled":false}""", """{"name":"b","workflowId":"w","onReupload":"replace"}""" },
        { """{"name":"a","workflowId":"w","continue":true,"dryRun":true}""", """{"name":"b","workflowId":"w","onReupload":"replace"}""" },
        { """{"name":"a","workflowId":"w","continue":true}""", """{"name":"b","workflowId":"w","onReupload":"replace","priority":9}""" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Rules_that_can_take_the_same_upload_are_refused_if_one_replaces(string one, string other) =>
        Assert.Contains(Check(one, other), problem => problem.Field == "onReupload" && problem.Sentence.Contains(Says, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Taken))]
    public void Rules_that_cannot_are_taken(string one, string other) => Assert.Empty(Check(one, other));

    [Fact]
    public void The_sentence_names_both_rules() => Assert.StartsWith(
        "rule 2 ('b'), field onReupload is 'replace' here or in rule 'a', which has continue: ",
        Assert.Single(Check("""{"name":"a","workflowId":"w","continue":true}""", """{"name":"b","workflowId":"w","onReupload":"replace"}""")).Sentence,
        StringComparison.Ordinal);

    private static IReadOnlyList<RuleProblem> Check(string one, string other) => RuleFile.Validate(TestData.Bytes($$"""{"version":1,"rules":[{{one}},{{other}}]}"""));
}
