using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Rules.Loading;

/// <summary>Rules that can never start anything. The sentences of impossible rules are in rules-samples.json.</summary>
public sealed class RuleReachTests
{
    private static readonly string[] Starts = ["uploads/", "uploads/a/", "live/", "up"];
    private static readonly string[] Ends = [".mp4", ".MOV", ".srt", ".gif", "film", "a.mp4", "/", ".workflow.json"];
    private static readonly string[] Buckets = ["media-in", "media-out"];
    private static readonly string[] Events = ["PutObject", "CopyObject", "AppendObject"];
    private static readonly string[] Kinds = ["video", "audio", "image", "text"];
    private static readonly string[] Globs = ["uploads/**/*.{mp4,mov}", "live/*", "**/a/*.mp4", "uploads/*", "uploads/a/**", "/uploads/**", "**/*/", "*.srt"];
    private static readonly string[] Regexes = ["^uploads/", @"\.mp4$", "^/uploads/", "^/?up"];

    private static readonly Upload[] Uploads =
    [
        .. from start in Starts
           from middle in new[] { "", "a/", "x" }
           from end in Ends
           from bucket in Buckets
           from name in Events
           from size in new[] { 1, 50 }
           select TestData.Upload($"{start}{middle}{end}", size, eventName: $"ObjectCreated:{name}", bucket: bucket),
    ];

    [Theory]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"uploads/"},"outputPrefix":"uploads/out/"}""")]
    [InlineData("""{"name":"a","workflowId":"w","outputPrefix":"uploads/"}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"regex":"^/?uploads/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"regex":"^/uploads/|^uploads/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"suffixes":["/",".mp4"]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"uploads/","globs":["uploads/*","live/*"]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"suffixes":["mp3"],"kinds":["video"]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"suffixes":[".gif"],"kinds":["video"]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"suffixes":[".MP4"],"globs":["**/*.mp4"]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"uploads/","not":{"prefix":"uploads/drafts/"}}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"minBytes":5,"not":{"minBytes":6}}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"uploads/","any":[{"prefix":"live/"},{"prefix":"uploads/a/"}]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"all":[{"not":{"not":{}}}]}}""")]
    [InlineData("""{"name":"a","workflowId":"w"},{"name":"b","workflowId":"w","match":{"prefix":"x"},"priority":1}""")]
    [InlineData("""{"name":"a","workflowId":"w","continue":true},{"name":"b","workflowId":"w"}""")]
    [InlineData("""{"name":"a","workflowId":"w","dryRun":true},{"name":"b","workflowId":"w"}""")]
    [InlineData("""{"name":"a","workflowId":"w","enabled":false},{"name":"b","workflowId":"w"}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"uploads/a/"}},{"name":"b","workflowId":"w","match":{"prefix":"uploads/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"tags":{"x":"1"}}},{"name":"b","workflowId":"w","match":{"tags":{"x":"2"}}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"not":{"prefix":"x/"}}},{"name":"b","workflowId":"w","match":{"prefix":"y/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"storageClasses":["IA"]}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"meta":{"m":"1"}}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"contentTypes":["video/*"]}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"kinds":["video"]}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"events":["PutObject"]}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"all":[{"suffixes":[".mp4"]}]}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"regex":"a"}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"maxBytes":10}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"minBytes":2}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"globs":["x/*.mp4"]}},{"name":"b","workflowId":"w","match":{"prefix":"x/"}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"minBytes":10,"all":[{"maxBytes":10}]}}""")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"buckets":["i"]},"outputPrefix":"oss://o/"}""")]
    [InlineData("""{"name":"off","workflowId":"w","enabled":false,"match":{"events":["UploadPart"]}}""")]
    [InlineData("""{"name":"off","workflowId":"w","enabled":false,"match":{"prefix":"/x"}}""")]
    public void There_is_no_false_alarm(string rules) => Assert.Empty(Read(rules).Warnings);

    [Theory]
    [InlineData("""{"name":"a","workflowId":"w"},{"name":"b","workflowId":"w","match":{"prefix":"x"}}""", "rule 2 ('b'), field match matches nothing that rule 'a' does not take first.")]
    [InlineData("""{"name":"b","workflowId":"w","match":{"prefix":"x"}},{"name":"a","workflowId":"w","priority":1}""", "rule 1 ('b'), field match matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"suffixes":[".mp4",".mov"]}},{"name":"b","workflowId":"w","match":{"globs":["in/*.mp4"]}}""", "matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"buckets":["x","y"],"minBytes":1}},{"name":"b","workflowId":"w","match":{"buckets":["x"]}}""", "matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"any":[{"prefix":"x/"},{"prefix":"y/"}]}},{"name":"b","workflowId":"w","match":{"prefix":"y/z/"}}""", "matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"meta":{"m":"*"}}},{"name":"b","workflowId":"w","match":{"meta":{"m":"*"},"prefix":"x"}}""", "matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"maxBytes":10}},{"name":"b","workflowId":"w","match":{"maxBytes":10,"prefix":"x"}}""", "matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","check":"content"},{"name":"b","workflowId":"w","dryRun":true}""", "matches nothing that rule 'a'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"out/hd/"}},{"name":"b","workflowId":"w","match":{"prefix":"in/"},"outputPrefix":"out/"}""", "rule 1 ('a'), field match matches only uploads below the outputPrefix 'out/' of rule 'b'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"buckets":["o"]}},{"name":"b","workflowId":"w","match":{"buckets":["i"]},"outputPrefix":"oss://o/"}""", "matches only uploads below the outputPrefix 'oss://o/' of rule 'b'")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"prefix":"uploads/"},"outputPrefix":"oss://media-in/"}""", "field outputPrefix is 'oss://media-in/', so every upload in that bucket")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"buckets":["i"],"events":["PutObject","AppendObject"]}}""", "field match.events names AppendObject: every append")]
    [InlineData("""{"name":"a","workflowId":"w","match":{"any":[{"events":["UploadPart"]}]}}""", "field match.events names UploadPart: every append")]
    public void A_valid_rule_that_is_probably_a_mistake_is_a_warning(string rules, string sentence)
    {
        var warning = Assert.Single(Read(rules).Warnings);

        Assert.Contains(sentence, warning.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, warning.Line);
    }

    /// <summary>Random rules of few words, so that many contradict themselves or each other; against every upload of the same words.</summary>
    [Fact]
    public void A_rule_that_is_called_impossible_or_shadowed_takes_no_upload()
    {
        var random = new Random(20);
        var (impossible, shadowed) = (0, 0);

        for (var round = 0; round < 600; round++)
        {
            Rule[] rules = [.. Enumerable.Range(0, 3).Select(index => RandomRule(random, $"r{index}"))];
            var never = RuleReachValidator.FindImpossible(rules).Select(problem => problem.Rule!).ToHashSet();
            impossible += never.Count;
            var hidden = RuleReachValidator.FindShadowed(rules).Where(warning => warning.Problem.Contains("never starts", StringComparison.Ordinal)).Select(problem => problem.Rule!).ToArray();
            shadowed += hidden.Except(never).Count();
            never.UnionWith(hidden);

            var set = new RuleSet(rules, []);
            var taken = never.Count == 0 ? [] : Uploads.SelectMany(upload => set.Decide(upload) is Admission.Admitted admitted ? admitted.Rules : []).Select(rule => rule.Name).Distinct();
            Assert.True(!taken.Any(never.Contains), $"{string.Join('\n', rules.Select(rule => System.Text.Json.JsonSerializer.Serialize(rule, RulesJson.Default.Rule)))}\n{string.Join(", ", never)}");
        }

        Assert.True(impossible > 200 && shadowed > 50, $"{impossible} impossible, {shadowed} shadowed");
    }

    private static Rule RandomRule(Random random, string name) => new(
        name,
        "w",
        RandomMatch(random, depth: 0),
        Continue: random.Next(4) == 0,
        OutputPrefix: random.Next(4) == 0 ? random.GetItems(["uploads/a/", "uploads/", "oss://media-out/", "oss://media-in/live/"], 1)[0] : null,
        Priority: random.Next(2),
        Sidecar: random.Next(6) == 0 ? "require" : "ignore");

    private static RuleMatch RandomMatch(Random random, int depth) => new(
        Buckets: Some(random, Buckets, 6),
        Prefix: random.Next(2) == 0 ? random.GetItems(Starts, 1)[0] : "",
        Suffixes: Some(random, Ends, 4),
        MinBytes: random.Next(5) == 0 ? 10 : 0,
        MaxBytes: random.Next(5) == 0 ? random.Next(5, 60) : null,
        Globs: Some(random, Globs, 4),
        Regex: random.Next(6) == 0 ? random.GetItems(Regexes, 1)[0] : null,
        Events: Some(random, Events, 5),
        Kinds: Some(random, Kinds, 5),
        Not: depth < 2 && random.Next(4) == 0 ? RandomMatch(random, depth + 1) : null,
        Any: depth < 2 && random.Next(4) == 0 ? [RandomMatch(random, depth + 1), RandomMatch(random, depth + 1)] : null,
        All: depth < 2 && random.Next(4) == 0 ? [RandomMatch(random, depth + 1)] : null);

    private static string[]? Some(Random random, string[] values, int oneIn) => random.Next(oneIn) == 0 ? random.GetItems(values, random.Next(1, 3)) : null;

    private static RuleSet Read(string rules) => RuleFile.Read(TestData.Bytes($$"""{"version":1,"rules":[{{rules}}]}"""));
}
