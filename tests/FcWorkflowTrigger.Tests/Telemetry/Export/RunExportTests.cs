using System.Net;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Tests.Outcomes.Delivery;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Telemetry.Export;

/// <summary>A collector is told of every end at least once, and stands in nobody's way.</summary>
public sealed class RunExportTests
{
    private readonly RecordingCollector _collector = new();

    [Fact]
    public async Task A_run_that_has_ended_is_told_once()
    {
        var host = new TestHost(_collector);
        var run = await EndAsync(host, "one");

        await SweepAsync(host);
        await SweepAsync(host);

        Assert.Equal(run.Value[8..], Assert.Single(_collector.Runs).TraceId);
        Assert.Equal("succeeded", _collector.Runs.Single().Attributes.Single(attribute => attribute.Key == "fcwt.run.state").Value.StringValue);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_read_and_nothing_is_written()
    {
        var host = new TestHost();
        await EndAsync(host, "one");

        await SweepAsync(host);

        Assert.DoesNotContain(LedgerKeys.ExportCursor, host.Oss.Keys);
    }

    [Fact]
    public async Task An_end_that_was_entered_just_now_is_told_by_the_next_sweep()
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");

        await host.SweepAsync();
        Assert.Empty(_collector.Runs);

        await SweepAsync(host);
        Assert.Single(_collector.Runs);
    }

    [Fact]
    public async Task Ends_wait_while_the_collector_is_away_and_cost_one_request_a_sweep()
    {
        var host = new TestHost(_collector);
        _collector.AnswerMetrics = RecordingCollector.Away;
        var first = await EndAsync(host, "one");
        await SweepAsync(host);
        var second = await EndAsync(host, "two");
        await SweepAsync(host);
        Assert.Equal((2, 0), (_collector.Requests, _collector.Spans.Count));

        _collector.AnswerMetrics = new RecordingCollector().AnswerMetrics;
        await SweepAsync(host);

        Assert.Equal(new[] { first.Value[8..], second.Value[8..] }.Order(), _collector.Runs.Select(run => run.TraceId).Order());
        Assert.Contains(host.Log.Warnings, line => line.StartsWith("The collector has not taken metrics: answered 503.", StringComparison.Ordinal));
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task Traces_whose_metrics_did_not_arrive_are_told_again_under_the_same_ids()
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");
        var answers = new Queue<OtlpReply>([OtlpReply.Accepted.Instance, new OtlpReply.Later("answered 503")]);
        _collector.AnswerMetrics = () => Task.FromResult(answers.TryDequeue(out var answer) ? answer : OtlpReply.Accepted.Instance);

        await SweepAsync(host);
        var once = _collector.Spans.ToArray();
        await SweepAsync(host);

        Assert.NotEmpty(once);
        Assert.Equal(once.Select(span => span.SpanId), _collector.Spans.Skip(once.Length).Select(span => span.SpanId));
    }

    [Fact]
    public async Task What_the_collector_refuses_for_good_holds_up_nothing()
    {
        var host = new TestHost(_collector);
        _collector.AnswerTraces = () => Task.FromResult<OtlpReply>(new OtlpReply.Refused("answered 400"));
        await EndAsync(host, "one");
        await SweepAsync(host);
        _collector.AnswerTraces = new RecordingCollector().AnswerTraces;
        var second = await EndAsync(host, "two");

        await SweepAsync(host);

        Assert.Equal(second.Value[8..], Assert.Single(_collector.Runs).TraceId);
        Assert.Contains(host.Log.Warnings, line => line.StartsWith("The collector refused traces: answered 400.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_cannot_be_read_holds_up_nothing()
    {
        var host = new TestHost(_collector);
        var first = await EndAsync(host, "one");
        await host.Oss.PutAsync(LedgerKeys.DeliveryState(first), TestData.Bytes("no JSON"), default);
        var second = await EndAsync(host, "two");

        await SweepAsync(host);
        await SweepAsync(host);

        Assert.Equal(second.Value[8..], Assert.Single(_collector.Runs).TraceId);
        Assert.Contains($"Run {first} is not exported: its records cannot be read.", host.Log.Warnings);
    }

    [Fact]
    public async Task A_collector_that_throws_fails_no_sweep()
    {
        var host = new TestHost(_collector);
        _collector.AnswerMetrics = () => throw new InvalidDataException("trouble");

        await host.SweepAsync();

        Assert.Contains("The export has failed; the next sweep goes on with it.", host.Log.Warnings);
    }

    [Fact]
    public async Task An_end_that_has_waited_for_a_day_is_given_up()
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");
        _collector.AnswerTraces = RecordingCollector.Away;
        await SweepAsync(host);
        host.Time.Advance(DueEnds.MaxAge);
        _collector.AnswerTraces = new RecordingCollector().AnswerTraces;
        var second = await EndAsync(host, "two");

        await SweepAsync(host);

        Assert.Equal(second.Value[8..], Assert.Single(_collector.Runs).TraceId);
        Assert.Contains("1 ended runs have waited for the collector for more than 24 h and are not exported.", host.Log.Warnings);
    }

    [Fact]
    public async Task An_end_that_was_entered_late_is_told()
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");
        await SweepAsync(host);
        var late = await EndAsync(host, "two");
        var entry = Assert.Single(host.Index.Keys, key => key.Contains(late.Value, StringComparison.Ordinal));
        await host.Index.DeleteAsync(entry, default);
        host.Time.Advance(TimeSpan.FromHours(20));
        await EndAsync(host, "three");
        await SweepAsync(host);
        await host.Index.PutAsync(entry, ReadOnlyMemory<byte>.Empty, default);

        await SweepAsync(host);

        Assert.Contains(_collector.Runs, run => run.TraceId == late.Value[8..]);
        Assert.Equal(3, _collector.Runs.Count());
    }

    [Fact]
    public async Task More_ends_than_one_request_takes_are_all_told()
    {
        const int Ends = 120;
        var host = new TestHost(_collector);

        await EndManyAsync(host, Ends);

        await SweepAsync(host);

        Assert.Equal(Ends, _collector.Runs.Select(run => run.TraceId).Distinct().Count());
        Assert.Equal(Ends, _collector.Runs.Count());
        Assert.Equal(Ends, _collector.Metrics.Where(metric => metric.Name == "fcwt.runs.ended").Sum(metric => metric.Sum!.DataPoints.Sum(point => point.AsInt)));
        Assert.Contains($"Exported {Ends} ended runs to the collector.", host.Log.Infos);
    }

    [Fact]
    public async Task A_delivery_that_is_over_later_is_told_later_in_the_same_trace()
    {
        var sink = new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") };
        var host = new TestHost(_collector, sinks: [sink]);
        var run = await EndAsync(host, "one");
        await SweepAsync(host);
        Assert.DoesNotContain(_collector.Spans, span => span.Name == "deliver outcome");

        sink.Answer = () => new SinkReply.Delivered();
        await SweepAsync(host);
        await SweepAsync(host);

        var delivery = Assert.Single(_collector.Spans, span => span.Name == "deliver outcome");
        Assert.Equal((run.Value[8..], _collector.Runs.Single().SpanId), (delivery.TraceId, delivery.ParentSpanId));
        Assert.Single(_collector.Runs);
    }

    [Theory]
    [InlineData("InvalidSecurityToken.Expired")]
    [InlineData("NoPermission")]
    [InlineData("InternalError")]
    public async Task A_trace_waits_for_no_activities_that_IMS_does_not_tell(string code)
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");
        host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", HttpStatusCode.Forbidden, code, "R"));

        await SweepAsync(host);

        Assert.Single(_collector.Runs);
    }

    [Fact]
    public async Task A_sweep_tells_how_things_stand()
    {
        var host = new TestHost(_collector, sinks: [new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") }]);
        await EndAsync(host, "one");
        await host.DeliverAsync(upload: TestData.Upload(requestId: "two"));
        host.TaskIs("Processing");

        await SweepAsync(host);

        var open = _collector.Metrics.Single(metric => metric.Name == "fcwt.runs.open").Gauge!.DataPoints;
        Assert.Equal([("open", 1), ("waiting", 0), ("parked", 0)], open.Select(point => (point.Attributes.Single().Value.StringValue, point.AsInt!.Value)));
        Assert.Equal(1, _collector.Metrics.Single(metric => metric.Name == "fcwt.outcomes.undelivered").Gauge!.DataPoints.Single().AsInt);
        Assert.Equal(1ul, _collector.Metrics.Single(metric => metric.Name == "fcwt.sweep.duration").Histogram!.DataPoints.Single().Count);
        Assert.Equal(0, _collector.Metrics.Single(metric => metric.Name == "fcwt.sweep.errors").Sum!.DataPoints.Single().AsInt);
    }

    [Fact]
    public async Task A_sweep_that_has_used_up_its_time_tells_nothing()
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.DeliverAsync(upload: TestData.Upload(requestId: "two"));
        host.Time.Advance(TimeSpan.FromMinutes(5));

        // The sweep reads this task, and it takes the whole time of the function.
        host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(110));
            return new GetWorkflowTaskResponse(new(TestData.TaskId, "Processing"));
        });
        await host.SweepAsync();

        Assert.Equal(0, _collector.Requests);
    }

    [Fact]
    public async Task What_is_too_old_is_told_once_also_while_nothing_else_ends()
    {
        var host = new TestHost(_collector);
        _collector.AnswerTraces = RecordingCollector.Away;
        await EndAsync(host, "one");
        await SweepAsync(host);
        host.Time.Advance(DueEnds.MaxAge);
        _collector.AnswerTraces = new RecordingCollector().AnswerTraces;

        await SweepAsync(host);
        await SweepAsync(host);

        Assert.Single(host.Log.Warnings, line => line.StartsWith("1 ended runs have waited", StringComparison.Ordinal));
        Assert.Empty(_collector.Runs);
    }

    [Fact]
    public async Task A_place_that_cannot_be_read_is_begun_anew()
    {
        var host = new TestHost(_collector);
        await host.Oss.PutAsync(LedgerKeys.ExportCursor, TestData.Bytes("no JSON"), default);
        await EndAsync(host, "one");

        await SweepAsync(host);
        await SweepAsync(host);

        Assert.Single(_collector.Runs);
    }

    [Fact]
    public async Task A_collector_that_is_slow_is_sent_no_further_batch_in_this_sweep()
    {
        const int Ends = 60;
        var host = new TestHost(_collector);

        await EndManyAsync(host, Ends);

        _collector.AnswerTraces = () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult<OtlpReply>(OtlpReply.Accepted.Instance);
        };
        await SweepAsync(host);
        var first = _collector.Runs.Count();
        await SweepAsync(host);

        Assert.InRange(first, 1, Ends - 1);
        Assert.Equal(Ends, _collector.Runs.Count());
    }

    [Fact]
    public async Task Deliveries_wait_until_all_ends_are_told()
    {
        var sink = new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") };
        var host = new TestHost(_collector, sinks: [sink]);
        await EndAsync(host, "one");
        await SweepAsync(host);
        sink.Answer = () => new SinkReply.Delivered();
        await EndAsync(host, "two");
        var answers = 0;
        _collector.AnswerTraces = () => Task.FromResult<OtlpReply>(answers++ == 0 ? new OtlpReply.Later("answered 503") : OtlpReply.Accepted.Instance);

        await SweepAsync(host);

        Assert.Equal(1, answers);
    }

    [Fact]
    public async Task Of_too_many_runs_that_wait_for_their_deliveries_the_newest_are_remembered()
    {
        var host = new TestHost(_collector, sinks: [new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") }]);
        await host.Oss.PutAsync(LedgerKeys.ExportCursor, CursorBytes(host, Enumerable.Range(0, 500).Select(number => new UndeliveredRun($"{number:x40}", host.Time.GetUtcNow()))), default);
        var run = await EndAsync(host, "one");

        await SweepAsync(host);

        Assert.Contains(run.Value, (await CursorAsync(host)).Undelivered.Select(waiting => waiting.Run));
    }

    [Fact]
    public async Task What_still_waits_for_its_delivery_goes_behind_what_was_not_visited()
    {
        const int Waiting = 51;
        var host = new TestHost(_collector, sinks: [new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") }]);

        await EndManyAsync(host, Waiting);

        await SweepAsync(host);
        var told = _collector.Runs.Select(run => run.TraceId).ToArray();

        Assert.Equal([.. told[50..], .. told[..50]], (await CursorAsync(host)).Undelivered.Select(waiting => waiting.Run[8..]));
    }

    [Fact]
    public async Task A_delivery_that_is_never_over_is_not_waited_for_for_ever()
    {
        var host = new TestHost(_collector, sinks: [new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") }]);
        var run = await EndAsync(host, "one");
        await SweepAsync(host);
        var now = host.Time.GetUtcNow();
        await host.Oss.PutAsync(LedgerKeys.ExportCursor, CursorBytes(host, [new(run.Value, now.AddDays(-6))]), default);

        await SweepAsync(host);

        Assert.Empty((await CursorAsync(host)).Undelivered);
    }

    [Fact]
    public async Task An_end_that_was_taken_when_it_was_sent_again_is_delivered()
    {
        var sink = new RecordingSink("listener") { Answer = () => new SinkReply.Later("answered 500") };
        var host = new TestHost(_collector, sinks: [sink]);
        var run = await EndAsync(host, "one");
        await SweepAsync(host);
        var end = (await host.Journal.ReadAsync(run, default)).History.Records[^1].Seq;
        await host.ReconcileAsync($$"""{"deliveries":"resend","run":"{{run}}","end":{{end}}}""", "operator-1");
        sink.Answer = () => new SinkReply.Delivered();

        await SweepAsync(host);
        await SweepAsync(host);

        Assert.Single(_collector.Spans, span => span.Name == "deliver outcome");
        Assert.Empty((await CursorAsync(host)).Undelivered);
    }

    [Fact]
    public async Task The_trace_of_a_run_that_repeats_another_links_to_its_trace_as_long_as_the_ledger_holds_it()
    {
        var host = new TestHost(_collector);
        var before = await EndAsync(host, "one");
        await EndAsync(host, "two", before);
        await EndAsync(host, "three", TestData.RunId);
        var lost = await EndAsync(host, "four");
        await EndAsync(host, "five", lost);
        host.Ledger.LoseLaterRecord(lost);

        await SweepAsync(host);

        Assert.Equal(before.Value[8..], Assert.Single(_collector.Runs.SelectMany(run => run.Links ?? [])).TraceId);
        Assert.Equal(4, _collector.Runs.Count());
    }

    [Fact]
    public async Task A_trace_waits_for_no_activities_of_an_answer_that_cannot_be_read()
    {
        var host = new TestHost(_collector);
        await EndAsync(host, "one");
        host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new JsonException("no JSON"));

        await SweepAsync(host);

        Assert.Single(_collector.Runs);
    }

    [Fact]
    public async Task A_budget_without_a_limit_is_not_told()
    {
        var rule = TestData.Rule with { Budget = new(RunsPerDay: 10) };
        var host = new TestHost(_collector, rules: TestData.Rules(rule));
        await host.Oss.PutAsync($"{LedgerKeys.ConcurrentPermitsRoot}r-another/{TestData.RunId}-1", ReadOnlyMemory<byte>.Empty, default);

        await SweepAsync(host);

        Assert.All(["fcwt.budget.used", "fcwt.budget.limit"], name => Assert.Single(_collector.Metrics.Single(metric => metric.Name == name).Gauge!.DataPoints));
    }

    private static byte[] CursorBytes(TestHost host, IEnumerable<UndeliveredRun> undelivered) =>
        JsonSerializer.SerializeToUtf8Bytes(ExportCursor.BeginAt(host.Time.GetUtcNow()) with { Undelivered = [.. undelivered] }, ExportJson.Default.ExportCursor);

    private static async Task<ExportCursor> CursorAsync(TestHost host) =>
        JsonSerializer.Deserialize((await host.Oss.GetAsync(LedgerKeys.ExportCursor, default))!, ExportJson.Default.ExportCursor)!;

    private static async Task EndManyAsync(TestHost host, int runs)
    {
        for (var number = 0; number < runs; number++)
        {
            await EndAsync(host, $"{number}");
        }
    }

    private static async Task<RunId> EndAsync(TestHost host, string name, RunId? forerunner = null)
    {
        var upload = TestData.Upload(requestId: name);
        var run = forerunner is { } before
            ? await host.OpenAsync(TestData.Claim() with { Src = ClaimSource.From(upload), Forerunner = before.Value })
            : await host.DeliverAsync(upload: upload);
        var done = new DoneRecord { Outcome = "succeeded", How = "callback", Task = new(TestData.TaskId, "Succeed") };
        await host.Closer.CloseAsync(Assert.IsType<WorkflowRun.Finished>(await host.Journal.TryRecordAsync(run, done, TestData.Invocation(), default)), default);
        return run.Id;
    }

    private static Task SweepAsync(TestHost host)
    {
        host.Time.Advance(TimeSpan.FromMinutes(6));
        return host.SweepAsync();
    }
}
