using System.Text.Json;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Globs;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Rules.Conditions;

public sealed class ConditionTests
{
    private static readonly Facts Known = new(
        new(ObjectState.Current, "video/mp4", "IA", new Dictionary<string, string> { ["campaign"] = "spring-sale" }),
        new Dictionary<string, string> { ["stage"] = "raw" });

    public static TheoryData<string, string> Matching => Cases(
        (nameof(RuleMatch.MaxBytes), """{"maxBytes":10}"""),
        (nameof(RuleMatch.Globs), """{"globs":["other/**","uploads/*.mp4"]}"""),
        (nameof(RuleMatch.Regex), """{"regex":"^uploads/.*\\.(mp4|mov)$"}"""),
        (nameof(RuleMatch.Regex), """{"regex":"beach"}"""),
        (nameof(RuleMatch.Events), """{"events":["CopyObject","PutObject"]}"""),
        (nameof(RuleMatch.Kinds), """{"kinds":["audio","video"]}"""),
        (nameof(RuleMatch.ContentTypes), """{"contentTypes":["VIDEO/*"]}"""),
        (nameof(RuleMatch.StorageClasses), """{"storageClasses":["Standard","IA"]}"""),
        (nameof(RuleMatch.Meta), """{"meta":{"campaign":"spring*"}}"""),
        (nameof(RuleMatch.Meta), """{"meta":{"campaign":"*"}}"""),
        (nameof(RuleMatch.Tags), """{"tags":{"stage":"raw"}}"""),
        (nameof(RuleMatch.Not), """{"not":{"prefix":"uploads/","suffixes":[".mov"]}}"""),
        (nameof(RuleMatch.Any), """{"any":[{"suffixes":[".mov"]},{"suffixes":[".mp4"]}]}"""),
        (nameof(RuleMatch.All), """{"all":[{"prefix":"uploads/"},{"not":{"any":[{"prefix":"uploads/c"}]}}]}"""));

    public static TheoryData<string, string> Failing => Cases(
        ("match.buckets", """{"buckets":["Media-In"]}"""),
        ("match.prefix", """{"prefix":"Uploads/"}"""),
        ("match.maxBytes", """{"maxBytes":9}"""),
        ("match.globs", """{"globs":["*.mp4"]}"""),
        ("match.regex", """{"regex":"^beach"}"""),
        ("match.events", """{"events":["CopyObject"]}"""),
        ("match.kinds", """{"kinds":["image"]}"""),
        ("match.contentTypes", """{"contentTypes":["video"]}"""),
        ("match.storageClasses", """{"storageClasses":["Archive"]}"""),
        ("match.meta.campaign", """{"meta":{"campaign":"autumn*"}}"""),
        ("match.meta.campaign", """{"meta":{"campaign":"Spring*"}}"""),
        ("match.meta.absent", """{"meta":{"absent":"*"}}"""),
        ("match.tags.stage", """{"tags":{"stage":"RAW"}}"""),
        ("match.not", """{"not":{"prefix":"uploads/"}}"""),
        ("match.any", """{"any":[{"suffixes":[".mov"]},{"maxBytes":9}]}"""),
        ("match.all[1]", """{"all":[{"prefix":"uploads/"},{"suffixes":[".mov"]}]}"""),
        ("match.suffixes", """{"suffixes":[".mov"],"meta":{"absent":"*"}}"""));

    [Theory]
    [MemberData(nameof(Matching))]
    public void A_rule_matches_when_its_condition_holds(string condition, string match) =>
        Assert.True(Verdict(match, Known) is RuleVerdict.Matched, condition);

    [Theory]
    [MemberData(nameof(Failing))]
    public void A_condition_that_does_not_hold_is_named(string field, string match) =>
        Assert.Equal(field, Assert.IsType<RuleVerdict.NotMatched>(Verdict(match, Known)).Condition.Field);

    [Theory]
    [InlineData("""{"meta":{"a":"*"}}""", "Object")]
    [InlineData("""{"storageClasses":["IA"]}""", "Object")]
    [InlineData("""{"contentTypes":["video/*"]}""", "Object")]
    [InlineData("""{"tags":{"a":"*"}}""", "Object, Tags")]
    [InlineData("""{"not":{"tags":{"a":"*"}}}""", "Object, Tags")]
    [InlineData("""{"tags":{"a":"*"},"not":{"meta":{"a":"*"}}}""", "Object, Tags")]
    [InlineData("""{"not":{"tags":{"a":"*"}},"meta":{"a":"*"}}""", "Object, Tags")]
    [InlineData("""{"any":[{"tags":{"a":"*"}},{"meta":{"a":"*"}}]}""", "Object, Tags")]
    [InlineData("""{"any":[{"suffixes":[".mov"]},{"meta":{"a":"*"}}]}""", "Object")]
    [InlineData("""{"any":[{"meta":{"a":"*"}},{"suffixes":[".mov"]}]}""", "Object")]
    [InlineData("""{"all":[{"all":[{"tags":{"a":"*"}},{"suffixes":[".mp4"]}]}]}""", "Object, Tags")]
    [InlineData("""{"not":{"all":[{"meta":{"a":"*"}},{"suffixes":[".mp4"]}]}}""", "Object")]
    public void A_condition_on_the_object_names_the_facts_that_it_needs(string match, string needs) =>
        Assert.Equal(needs, Assert.IsType<RuleVerdict.NeedsFacts>(Verdict(match, Facts.None)).Needs.ToString());

    [Fact]
    public void Only_the_facts_that_are_not_known_yet_are_needed() => Assert.Equal(
        FactNeeds.Tags,
        Assert.IsType<RuleVerdict.NeedsFacts>(Verdict("""{"tags":{"a":"*"}}""", new(new(ObjectState.Current)))).Needs);

    [Fact]
    public void The_first_condition_that_cannot_be_decided_is_named() => Assert.Equal(
        "match.not",
        Assert.IsType<RuleVerdict.NeedsFacts>(Verdict("""{"not":{"tags":{"a":"*"}},"meta":{"a":"*"}}""", Facts.None)).Condition!.Field);

    [Fact]
    public void An_object_without_a_content_type_meets_no_condition_on_one() =>
        Assert.IsType<RuleVerdict.NotMatched>(Verdict("""{"contentTypes":["video/*"]}""", new(new(ObjectState.Current))));

    [Theory]
    [InlineData("""{"buckets":["a","b"]}""", "match.buckets: a, b")]
    [InlineData("""{"minBytes":5}""", "match.minBytes: at least 5")]
    [InlineData("""{"maxBytes":9}""", "match.maxBytes: at most 9")]
    [InlineData("""{"events":["PutObject"]}""", "match.events: PutObject")]
    [InlineData("""{"prefix":"a/"}""", "match.prefix: a/")]
    [InlineData("""{"suffixes":[".mp4",".mov"]}""", "match.suffixes: .mp4, .mov")]
    [InlineData("""{"kinds":["video","audio"]}""", "match.kinds: video, audio")]
    [InlineData("""{"globs":["*.mp4"]}""", "match.globs: *.mp4")]
    [InlineData("""{"regex":"^a+"}""", "match.regex: /^a+/")]
    [InlineData("""{"contentTypes":["video/*"]}""", "match.contentTypes: video/*")]
    [InlineData("""{"storageClasses":["IA"]}""", "match.storageClasses: IA")]
    [InlineData("""{"meta":{"m":"x*"}}""", "match.meta.m: x*")]
    [InlineData("""{"tags":{"t":"raw"}}""", "match.tags.t: raw")]
    [InlineData("""{"not":{"prefix":"a/","suffixes":[".mov"]}}""", "match.not: not (match.not.prefix: a/ and match.not.suffixes: .mov)")]
    [InlineData("""{"any":[{"prefix":"a/"},{}]}""", "match.any: match.any[0]: (match.any[0].prefix: a/) or match.any[1]: anything")]
    [InlineData("""{"all":[{"prefix":"a/"}]}""", "match.all[0]: (match.all[0].prefix: a/)")]
    public void A_condition_says_what_it_requires(string match, string text) =>
        Assert.Equal(text, new RuleConditions(new()).Compile(JsonSerializer.Deserialize(match, RulesJson.Default.RuleMatch)!)[^1].ToString());

    [Theory]
    [InlineData("""{"suffixes":[".mov"],"meta":{"a":"*"}}""")]
    [InlineData("""{"meta":{"a":"*"},"not":{"suffixes":[".mp4"]}}""")]
    [InlineData("""{"all":[{"tags":{"a":"*"}},{"minBytes":11}]}""")]
    public void No_facts_are_needed_when_the_event_alone_decides_against_the_rule(string match) =>
        Assert.IsType<RuleVerdict.NotMatched>(Verdict(match, Facts.None));

    [Fact]
    public void One_part_that_holds_decides_any_without_facts() =>
        Assert.IsType<RuleVerdict.Matched>(Verdict("""{"any":[{"meta":{"a":"*"}},{"suffixes":[".mp4"]}]}""", Facts.None));

    [Theory]
    [InlineData("video/mp4", true)]
    [InlineData("text/plain", false)]
    public void The_events_own_content_type_needs_no_facts(string mimeType, bool matches) =>
        Assert.Equal(matches, Verdict("""{"contentTypes":["video/*"]}""", Facts.None, TestData.Upload(mimeType: mimeType)) is RuleVerdict.Matched);

    [Theory]
    [InlineData("a*c", "abc", true)]
    [InlineData("a*c", "ac", true)]
    [InlineData("aa*aa", "aaa", false)]
    [InlineData("*b*d*", "abcde", true)]
    [InlineData("*d*b*", "abcde", false)]
    [InlineData("abc", "abcd", false)]
    public void A_star_stands_for_any_text(string pattern, string text, bool matches) =>
        Assert.Equal(matches, new Wildcard(pattern, StringComparison.Ordinal).IsMatch(text));

    private static TheoryData<string, string> Cases(params (string, string)[] cases)
    {
        var data = new TheoryData<string, string>();

        foreach (var (first, second) in cases)
        {
            data.Add(first, second);
        }

        return data;
    }

    private static RuleVerdict Verdict(string match, Facts facts, Upload? upload = null) =>
        Assert.Single(RuleFile.Read(TestData.Bytes($$"""{"version":1,"rules":[{"name":"a","workflowId":"w","match":{{match}}}]}"""))
            .Explain(upload ?? TestData.Upload(), facts).Verdicts);
}
