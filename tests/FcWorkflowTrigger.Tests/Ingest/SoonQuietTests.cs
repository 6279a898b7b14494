using System.Globalization;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Ingest;

/// <summary>An invocation that opened a run waits itself for the end of a short quiet: the next sweep comes minutes later.</summary>
public sealed class SoonQuietTests
{
    private static readonly Rule Rule = TestData.Rule with { QuietFor = "30s" };

    private readonly TestHost _host = new(rules: TestData.Rules(Rule));

    public SoonQuietTests() => _host.Objects.HeadAsync(default!, default!, default)
        .ReturnsForAnyArgs(Head(TestData.Upload().ETag));

    [Fact]
    public async Task It_goes_on_two_seconds_after_the_end_of_the_quiet()
    {
        var run = await _host.DeliverAsync("request-1", UploadOf("one"), rule: Rule);
        var waiting = _host.ContinuerBy(_host.Time).ContinueWhenQuietAsync(run, TestData.Invocation(), default);
        _host.Time.Advance(TimeSpan.FromSeconds(31.999));
        Assert.False(waiting.IsCompleted);

        _host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await waiting;

        Assert.IsType<WorkflowRun.Started>(await ReadAsync("one"));
    }

    [Fact]
    public async Task A_run_that_ends_for_another_meanwhile_is_closed()
    {
        var run = await _host.DeliverAsync("request-1", UploadOf("one"), rule: Rule);
        await _host.DeliverAsync("request-2", UploadOf("two") with { EventTime = "2026-11-24T00:15:10.000Z" }, rule: Rule);
        var waiting = _host.ContinuerBy(_host.Time).ContinueWhenQuietAsync(run, TestData.Invocation(), default);

        _host.Time.Advance(TimeSpan.FromSeconds(32));
        await waiting;

        Assert.IsType<WorkflowRun.Finished>(await ReadAsync("one"));
        Assert.Equal([IdOf("two")], _host.Ledger.Markers.Select(marker => marker.Run));
    }

    /// <summary>Here the quiet is over already, and other bytes lie there at the first two looks.</summary>
    [Fact]
    public async Task The_invocation_goes_on_with_the_runs_that_it_opened_when_all_runs_of_its_event_are_claimed()
    {
        _host.Time.Advance(TimeSpan.FromSeconds(30));
        _host.Objects.HeadAsync(default!, default!, default).ReturnsForAnyArgs(Head("OTHER"), Head("OTHER"), Head(TestData.Upload().ETag));

        await _host.IngestAsync(Event("one", "two"));

        var winner = string.CompareOrdinal(IdOf("one").Value, IdOf("two").Value) > 0 ? "one" : "two";
        Assert.IsType<WorkflowRun.Started>(await ReadAsync(winner));
        Assert.Equal(CancelRecord.Superseded, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await ReadAsync(winner == "one" ? "two" : "one")).End).Reason);
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task The_next_delivery_waits_when_the_first_has_died()
    {
        await _host.DeliverAsync("request-1", UploadOf("one"), "instance that died", Rule);

        var again = await _host.DeliverAsync("request-1", UploadOf("one"), rule: Rule);

        Assert.Single(again.History.Records);
        Assert.True(_host.ContinuerBy(_host.Time).IsSoonQuiet(again, TestData.Invocation()));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_quiet_that_ends_in_more_than_thirty_seconds_is_left_to_the_sweeps(int milliseconds, bool waits)
    {
        var upload = UploadOf("one") with { EventTime = $"2026-11-24T00:15:00.00{milliseconds}Z" };

        Assert.Equal(waits, _host.ContinuerBy(_host.Time).IsSoonQuiet(await _host.DeliverAsync("request-1", upload, rule: Rule), TestData.Invocation()));
    }

    [Theory]
    [InlineData("request-1", 60, true)]
    [InlineData("request-1", 59, false)]
    [InlineData("request-2", 60, false)]
    public async Task It_waits_for_its_own_run_and_within_half_of_its_time(string request, int timeLimit, bool waits)
    {
        var run = await _host.DeliverAsync("request-1", UploadOf("one"), rule: Rule);

        Assert.Equal(waits, _host.ContinuerBy(_host.Time).IsSoonQuiet(run, new(request, TimeSpan.FromSeconds(timeLimit), "instance-1")));
    }

    [Fact]
    public async Task A_run_that_asks_for_no_quiet_is_not_waited_for() =>
        Assert.False(_host.ContinuerBy(_host.Time).IsSoonQuiet(await _host.DeliverAsync(), TestData.Invocation()));

    private Task<WorkflowRun> ReadAsync(string name) => _host.Journal.ReadAsync(IdOf(name), default);

    private static OssHead Head(string eTag) => new(eTag, 10, TestData.Now, "video/mp4", "Standard", new Dictionary<string, string>());

    private static RunId IdOf(string name) => RunId.Create(UploadOf(name), Rule.Name);

    private static Upload UploadOf(string name) =>
        TestData.Upload(requestId: name) with { EventTime = TestData.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) };

    private static string Event(params string[] names) => $$"""{"events":[{{string.Join(',', names.Select(name => Entry(UploadOf(name))))}}]}""";

    private static string Entry(Upload upload) =>
        $$$"""{"eventName":"{{{upload.EventName}}}","eventTime":"{{{upload.EventTime}}}","region":"cn-shanghai","oss":{"bucket":{"name":"media-in"},"object":{"key":"{{{upload.Key}}}","eTag":"{{{upload.ETag}}}","size":10}},"responseElements":{"requestId":"{{{upload.RequestId}}}"}}""";
}
