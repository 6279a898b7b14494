using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class UploadDecisionTests
{
    private static readonly Rule Tagged = TestData.Rule with { Match = new(Suffixes: [".mp4"], Tags: Pair("stage", "raw")) };
    private static readonly Rule Described = TestData.Rule with { Match = new(Suffixes: [".mp4"], Meta: Pair("campaign", "*")) };
    private static readonly Rule Checked = TestData.Rule with { Check = RuleChoices.CheckContent };

    private readonly IObjectReader _objects = Substitute.For<IObjectReader>();

    public UploadDecisionTests() => HeadIs(TestData.Upload().ETag);

    private IEnumerable<string> Calls => _objects.ReceivedCalls().Select(call => call.GetMethodInfo().Name);

    [Fact]
    public async Task An_event_with_enough_facts_costs_no_request()
    {
        Assert.IsType<Admission.Admitted>(await DecideAsync(TestData.Rule));
        Assert.IsType<Admission.Refused>(await DecideAsync(Tagged, TestData.Upload("uploads/a.txt")));

        Assert.Empty(Calls);
    }

    [Fact]
    public async Task Metadata_costs_one_request()
    {
        HeadIs(TestData.Upload().ETag, Pair("campaign", "spring"));

        Assert.IsType<Admission.Admitted>(await DecideAsync(Described));

        Assert.Equal([nameof(IObjectReader.HeadAsync)], Calls);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("not a trace", null)]
    public async Task The_trace_of_the_uploader_is_kept_where_a_rule_looks_at_the_object(string given, string? kept)
    {
        HeadIs(TestData.Upload().ETag, new Dictionary<string, string> { ["campaign"] = "spring", ["traceparent"] = given });

        var plan = Assert.Single(Assert.IsType<Admission.Admitted>(await DecideAsync(Described)).Plans);

        Assert.Equal(kept, new ClaimPlanner(TestData.StartOptions, TimeProvider.System).CreateClaim(TestData.Upload(), plan, "hash").TraceParent);
    }

    [Fact]
    public async Task Tags_are_fetched_after_the_object_is_known_to_be_the_same()
    {
        _objects.GetTaggingAsync("media-in", "uploads/beach.mp4", null, default).ReturnsForAnyArgs(Pair("stage", "raw"));

        Assert.IsType<Admission.Admitted>(await DecideAsync(Tagged));

        Assert.Equal([nameof(IObjectReader.HeadAsync), nameof(IObjectReader.GetTaggingAsync)], Calls);
    }

    [Theory]
    [InlineData("RIFF....AVI LIST", true)]
    [InlineData("<html><body>sorry", false)]
    public async Task Content_is_checked_by_its_first_bytes(string content, bool admitted)
    {
        _objects.GetStartAsync(default!, default!, default!, default, default).ReturnsForAnyArgs(TestData.Bytes(content));

        Assert.Equal(admitted, await DecideAsync(Checked) is Admission.Admitted);
    }

    [Fact]
    public async Task The_first_bytes_are_asked_of_the_uploaded_object_and_of_no_newer_one()
    {
        _objects.GetStartAsync("media-in", TestData.Upload().Key, TestData.Upload().ETag, ContentKind.MaxBytes, Arg.Any<CancellationToken>())
            .Returns(TestData.Bytes("RIFF....AVI LIST"));
        _objects.GetStartAsync("media-in", TestData.Upload().Key, Arg.Is<string>(eTag => eTag != TestData.Upload().ETag), Arg.Any<int>(), Arg.Any<CancellationToken>())
            .Returns(TestData.Bytes("<html><body>newer"));

        Assert.IsType<Admission.Admitted>(await DecideAsync(Checked));
    }

    [Fact]
    public async Task Metadata_is_fetched_for_every_text_that_has_it()
    {
        HeadIs(TestData.Upload().ETag, Pair("campaign", "spring"));
        const string Text = "{meta.campaign}";
        RuleMedia[] medias = [new(Title: Text), new(Tags: [Text]), new(Description: Text), new(UserData: Pair("campaign", Text))];

        foreach (var media in medias)
        {
            var plan = Assert.Single(Assert.IsType<Admission.Admitted>(await DecideAsync(TestData.Rule with { Media = media })).Plans);

            Assert.Contains("spring", $"{plan.Media}", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("another", "ObjectReplaced")]
    [InlineData(null, "ObjectGone")]
    public async Task Nothing_more_is_read_of_another_object_under_the_key(string? eTag, string reason)
    {
        HeadIs(eTag);

        Assert.Equal(reason, Assert.IsType<Admission.Refused>(await DecideAsync(Tagged)).Reason.ToString());
        Assert.Equal([nameof(IObjectReader.HeadAsync)], Calls);
    }

    /// <summary>Such an event cannot tell two objects apart. To refuse it would lose each of its uploads.</summary>
    [Fact]
    public async Task An_upload_whose_event_has_no_ETag_is_the_object_that_is_there()
    {
        HeadIs(TestData.Upload().ETag, Pair("campaign", "spring"));

        Assert.IsType<Admission.Admitted>(await DecideAsync(Described, TestData.Upload() with { ETag = "" }));
    }

    [Fact]
    public async Task An_object_deleted_between_two_reads_is_gone()
    {
        _objects.GetTaggingAsync(default!, default!, default, default).ReturnsForAnyArgs((IReadOnlyDictionary<string, string>?)null);

        Assert.Equal(RefusalReason.ObjectGone, Assert.IsType<Admission.Refused>(await DecideAsync(Tagged)).Reason);
    }

    [Fact]
    public async Task An_object_replaced_between_two_reads_is_replaced()
    {
        _objects.GetStartAsync(default!, default!, default!, default, default).ReturnsForAnyArgs((byte[]?)null);

        Assert.Equal(RefusalReason.ObjectReplaced, Assert.IsType<Admission.Refused>(await DecideAsync(Checked)).Reason);
    }

    private static Dictionary<string, string> Pair(string name, string value) => new() { [name] = value };

    private void HeadIs(string? eTag, Dictionary<string, string>? meta = null) => _objects.HeadAsync(default!, default!, default)
        .ReturnsForAnyArgs(eTag is null ? null : new OssHead(eTag, 10, TestData.Now, "video/mp4", "Standard", meta ?? []));

    private ValueTask<Admission> DecideAsync(Rule rule, Upload? upload = null) =>
        new UploadDecision(TestData.Rules(rule), new(_objects, new Retry(new FakeTimeProvider(), new(new Random(1))))).DecideAsync(upload ?? TestData.Upload(), default);
}
