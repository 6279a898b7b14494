using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Tests.Rules;

/// <summary>A part is no finished object, an append is one of many, and a replicated object was uploaded elsewhere: each would be a paid task.</summary>
public sealed class NamedEventTests
{
    private static readonly string[] Replicated = ["ObjectReplication:ObjectCreated", "ObjectReplication:ObjectModified"];

    public static TheoryData<string> Replications => [.. Replicated];

    [Theory]
    [MemberData(nameof(Replications))]
    public void A_replicated_object_is_refused_by_name(string eventName) => Assert.Equal(
        RefusalReason.ReplicatedObject,
        Assert.IsType<Admission.Refused>(TestData.Rules(TestData.Rule, TestData.Rule with { Name = "all", Match = null }).Decide(TestData.Upload(eventName: eventName))).Reason);

    [Theory]
    [MemberData(nameof(Replications))]
    public void Only_the_rule_that_names_a_replication_takes_it(string eventName)
    {
        var rules = TestData.Rules(TestData.Rule, TestData.Rule with { Name = "copy", Match = new(Events: Replicated) });

        Assert.Equal(["copy"], Assert.IsType<Admission.Admitted>(rules.Decide(TestData.Upload(eventName: eventName))).Rules.Select(rule => rule.Name));
        Assert.Empty(RuleWarnings.Find([TestData.Rule with { Match = new(Events: Replicated) }]));
    }

    [Theory]
    [InlineData("InitiateMultipartUpload", 0, nameof(RefusalReason.PartOfUpload))]
    [InlineData("UploadPart", 5_242_880, nameof(RefusalReason.PartOfUpload))]
    [InlineData("UploadPartCopy", 5_242_880, nameof(RefusalReason.PartOfUpload))]
    [InlineData("AppendObject", 1000, nameof(RefusalReason.AppendedObject))]
    public void An_event_of_an_unfinished_object_is_refused_by_name(string name, long size, string reason)
    {
        var refused = Assert.IsType<Admission.Refused>(Decide([TestData.Rule, TestData.Rule with { Name = "all", Match = null }], name, size: size));

        Assert.Equal(reason, refused.Reason.ToString());
    }

    [Theory]
    [InlineData("PutObject")]
    [InlineData("PostObject")]
    [InlineData("CopyObject")]
    [InlineData("CompleteMultipartUpload")]
    [InlineData("PutSymlink")]
    public void An_event_of_a_finished_object_needs_no_naming(string name) => Assert.IsType<Admission.Admitted>(Decide([TestData.Rule], name));

    [Theory]
    [InlineData("ObjectReplication:ObjectRemoved")]
    [InlineData("CallbackRelated:CallbackFailed")]
    [InlineData("ObjectDownloaded:GetObject")]
    [InlineData("objectcreated:PutObject")]
    [InlineData("AppendObject")]
    public void An_event_of_another_family_stays_refused(string eventName)
    {
        var rules = TestData.Rules(TestData.Rule with { Match = new(Events: ["AppendObject", "PutObject"]) });

        Assert.Equal(RefusalReason.NotCreated, Assert.IsType<Admission.Refused>(rules.Decide(TestData.Upload(eventName: eventName))).Reason);
    }

    [Theory]
    [InlineData("InitiateMultipartUpload")]
    [InlineData("UploadPart")]
    [InlineData("UploadPartCopy")]
    [InlineData("AppendObject")]
    public void Only_the_rule_that_names_the_event_takes_it(string name)
    {
        var named = TestData.Rule with { Name = "named", Match = new(Events: [name]) };
        var explanation = TestData.Rules(TestData.Rule, named).Explain(TestData.Upload(eventName: $"ObjectCreated:{name}"));

        Assert.Equal(["named"], Assert.IsType<Admission.Admitted>(explanation.Admission).Rules.Select(rule => rule.Name));
        Assert.Equal("match.events", Assert.IsType<RuleVerdict.NotMatched>(explanation.Verdicts[0]).Condition.Field);
    }

    [Fact]
    public void Naming_one_event_does_not_name_another() =>
        Assert.Equal(RefusalReason.PartOfUpload, Assert.IsType<Admission.Refused>(Decide([TestData.Rule with { Match = new(Events: ["AppendObject"]) }], "UploadPart")).Reason);

    [Fact]
    public void A_rule_that_is_off_names_nothing() => Assert.Equal(
        RefusalReason.AppendedObject,
        Assert.IsType<Admission.Refused>(Decide([TestData.Rule with { Match = new(Events: ["AppendObject"]), Enabled = false }], "AppendObject")).Reason);

    [Theory]
    [InlineData("live/a.mp4", "AppendObject", true)]
    [InlineData("uploads/a.mp4", "AppendObject", false)]
    [InlineData("uploads/a.mp4", "PutObject", true)]
    [InlineData("live/a.mp4", "PutObject", false)]
    [InlineData("live/a.mp4", "UploadPart", false)]
    public void What_one_alternative_names_another_does_not_take(string key, string name, bool admitted)
    {
        var rule = TestData.Rule with { Match = new(Any: [new(Prefix: "live/", Events: ["AppendObject"]), new(Prefix: "uploads/")]) };

        Assert.Equal(admitted, Decide([rule], name, key) is Admission.Admitted);
    }

    [Fact]
    public void What_stands_around_alternatives_is_named_for_the_alternatives_in_them_too()
    {
        var inner = new RuleMatch(Any: [new(Prefix: "live/", Events: ["UploadPart"]), new(Prefix: "uploads/")]);

        Assert.IsType<Admission.Admitted>(Decide([TestData.Rule with { Match = new(All: [new(Events: ["AppendObject"])], Any: [inner]) }], "AppendObject"));
    }

    [Fact]
    public void An_event_named_in_all_is_named_for_the_whole_rule() =>
        Assert.IsType<Admission.Admitted>(Decide([TestData.Rule with { Match = new(Prefix: "uploads/", All: [new(Events: ["AppendObject"]), new(Suffixes: [".mp4"])]) }], "AppendObject"));

    [Theory]
    [InlineData("AppendObject")]
    [InlineData("UploadPart")]
    public void An_event_under_not_is_not_named(string name) =>
        Assert.IsType<Admission.Refused>(Decide([TestData.Rule with { Match = new(Not: new(Events: ["PutObject", name])) }], name));

    [Fact]
    public void The_sidecar_that_is_appended_still_reaches_the_runs_that_wait() => Assert.Equal(
        RefusalReason.Sidecar,
        Assert.IsType<Admission.Refused>(Decide([TestData.Rule with { Sidecar = "require" }], "AppendObject", "uploads/a.mp4.workflow.json")).Reason);

    [Fact]
    public void Conditions_without_alternatives_of_events_have_no_condition_more_than_the_first() =>
        Assert.Equal(["match.events", "match.any"], new RuleConditions(new()).Compile(new(Any: [new(Prefix: "a/"), new(Prefix: "b/")])).Select(condition => condition.Field));

    [Fact]
    public async Task One_multipart_upload_starts_one_task()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Match = new(Prefix: "uploads/") }));

        await host.IngestAsync(Created("InitiateMultipartUpload", "A"));
        await host.IngestAsync(Created("UploadPart", "B"));
        await host.IngestAsync(Created("UploadPart", "C"));
        await host.IngestAsync(Created("UploadPartCopy", "D"));
        Assert.Equal(0, host.StartsSent);

        await host.IngestAsync(Created("CompleteMultipartUpload", "E"));
        Assert.Equal(1, host.StartsSent);
    }

    private static Admission Decide(Rule[] rules, string name, string key = "uploads/beach.mp4", long size = 10) =>
        TestData.Rules(rules).Decide(TestData.Upload(key, size, eventName: $"ObjectCreated:{name}"));

    private static string Created(string name, string requestId)
    {
        var sample = TestData.Sample("object-created.json");
        Assert.Contains("\"ObjectCreated:PutObject\"", sample, StringComparison.Ordinal);
        Assert.Contains("\"requestId\": \"", sample, StringComparison.Ordinal);
        return sample
            .Replace("\"ObjectCreated:PutObject\"", $"\"ObjectCreated:{name}\"", StringComparison.Ordinal)
            .Replace("\"requestId\": \"", $"\"requestId\": \"{requestId}", StringComparison.Ordinal);
    }
}
