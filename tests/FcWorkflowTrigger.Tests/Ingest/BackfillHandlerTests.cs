using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ingest;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class BackfillHandlerTests
{
    private const string Key = "uploads/beach.mp4";
    private const string ETag = "4F0C1E9A7B3D5C286E8A9B1D2C3F4E57";

    private readonly TestHost _host = new(rules: TestData.Rules(TestData.Rule with { Continue = true }, TestData.Rule with { Name = "second" }));

    public BackfillHandlerTests() => Lies(ETag);

    [Fact]
    public async Task Each_rule_that_takes_the_object_opens_a_run_and_the_same_request_again_opens_none()
    {
        var first = await BackfillAsync();
        var again = await BackfillAsync();

        Assert.Equal([("video", "opened", "open"), ("second", "opened", "open")], first.Results.Select(result => (result.Rule!, result.Result, result.State!)));
        Assert.Equal(first.Results.Select(result => result.Run), again.Results.Select(result => result.Run));
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task Only_the_rule_that_was_asked_for_opens_a_run()
    {
        Assert.Equal("second", Assert.Single((await BackfillAsync("\"second\"")).Results).Rule);
        Assert.Equal(MissingRuns.OtherRule, Assert.Single((await BackfillAsync("\"none\"")).Results).Reason);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task Bytes_that_have_a_run_by_an_event_open_none_in_any_case_of_their_ETag()
    {
        var run = await _host.DeliverAsync();
        Lies(ETag.ToLowerInvariant());

        var result = Assert.Single((await BackfillAsync("\"video\"")).Results);

        Assert.Equal(("exists", run.Id.Value), (result.Result, result.Run));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_run_of_other_bytes_or_of_another_rule_does_not_count()
    {
        await _host.DeliverAsync();
        Lies("0B1C1E9A7B3D5C286E8A9B1D2C3F4E57");

        Assert.All((await BackfillAsync(eTag: null)).Results, result => Assert.Equal("opened", result.Result));
        Lies(ETag);
        Assert.Equal(["exists", "opened"], (await BackfillAsync()).Results.Select(result => result.Result));
    }

    [Fact]
    public async Task A_log_that_is_not_whole_may_be_of_these_bytes()
    {
        var run = await _host.DeliverAsync();
        _host.Ledger.LoseFirstRecords(run.Id);

        Assert.Equal("exists", Assert.Single((await BackfillAsync("\"video\"")).Results).Result);
    }

    [Fact]
    public async Task An_object_that_is_gone_replaced_young_or_not_of_any_rule_starts_nothing()
    {
        Assert.Equal("ObjectReplaced", await ReasonAsync("0B1C1E9A7B3D5C286E8A9B1D2C3F4E57"));

        Lies(ETag, minutes: 9.9);
        Assert.Equal(BackfillHandler.TooYoung, await ReasonAsync(ETag));

        Lies(ETag, size: 0);
        Assert.Equal("EmptyObject", await ReasonAsync(ETag));

        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs((OssHead?)null);
        Assert.Equal("ObjectGone", await ReasonAsync(ETag));
        Assert.Equal(0, _host.StartsSent);

        async Task<string?> ReasonAsync(string eTag) => Assert.Single((await BackfillAsync(eTag: eTag)).Results).Reason;
    }

    [Fact]
    public async Task An_object_that_was_appended_to_is_judged_as_its_events_are()
    {
        Lies(ETag, type: "Appendable");

        Assert.Equal("AppendedObject", Assert.Single((await BackfillAsync()).Results).Reason);
    }

    [Fact]
    public async Task A_request_without_a_key_and_a_document_that_is_two_things_are_refused()
    {
        Assert.Contains("BACKFILL-REQUEST", (await Assert.ThrowsAsync<OperatorRequestException>(() => SendAsync("""{"backfill":{"bucket":"media-in","key":""}}"""))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MalformedEventException>(() => SendAsync("""{"backfill":{"bucket":"media-in","key":"a"},"start":{"media":"m","rule":"r","requestId":"1"}}"""));
        await Assert.ThrowsAsync<MalformedEventException>(() => SendAsync("""{"backfill":{"bucket":"media-in"}}"""));
    }

    private async Task<BackfillReply> BackfillAsync(string rule = "null", string? eTag = ETag) => JsonSerializer.Deserialize(
        await SendAsync($$$"""{"backfill":{"bucket":"media-in","key":"{{{Key}}}","eTag":{{{(eTag is null ? "null" : $"\"{eTag}\"")}}},"rule":{{{rule}}}}}"""), IngestJson.Default.BackfillReply)!;

    private Task<byte[]> SendAsync(string document) => _host.AnotherProcess().AskIngestAsync(document);

    private void Lies(string eTag, double minutes = 10, long size = 10, string type = "Normal") => _host.Objects.HeadAsync(default!, default!, default)
        .ReturnsForAnyArgs(new OssHead(eTag, size, TestData.Now.AddMinutes(-minutes), "video/mp4", "Standard", new Dictionary<string, string>(), type));
}
