using System.Globalization;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Telemetry.Traces;

namespace FcWorkflowTrigger.Tests.Telemetry.Traces;

/// <summary>The trace of a run says what its records say. Times are seconds after the upload, which is a second before the first claim.</summary>
public sealed class RunTraceFactoryTests
{
    private const string UploaderTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string UploaderSpan = "b7ad6b7169203331";

    private static readonly DateTimeOffset Upload = TestData.Now.AddSeconds(-1);

    [Fact]
    public void A_run_that_succeeds_is_told_from_the_upload_to_the_callback() => Assert.Equal(
        [
            "workflow run video 0-100",
            "workflow run video > wait for event 0-1",
            "workflow run video > claim 1-3",
            "claim > register 1-2",
            "claim > StartWorkflow 2-3",
            "workflow run video > task 3-98",
            "task > activity Act-1 10-60",
            "task > activity Act-2 60-98",
            "workflow run video > callback 98-100",
        ],
        Lines(Create(
            [Claim(1), Intent(2), Started(3), Done(100, "Succeed", finish: 98)],
            [new("Act-1", "Success", Time(10), Time(60)), new("Act-2", "Success", Time(60), null)])));

    [Fact]
    public void A_start_that_IMS_refuses_for_now_is_told_with_the_wait_and_the_invocation_that_took_over() => Assert.Equal(
        [
            "workflow run video 0-40",
            "workflow run video > wait for event 0-1",
            "workflow run video > claim 1-20",
            "claim > register 1-2",
            "claim > StartWorkflow 2-3 Throttling.User",
            "claim > back off 3-20",
            "workflow run video > claim 20-22",
            "claim > register 20-21",
            "claim > StartWorkflow 21-22",
            "workflow run video > task 22-40",
            "workflow run video > poll 40-40",
        ],
        Lines(Create([Claim(1), Intent(2), Refused(3), Claim(20, epoch: 2), Intent(21, epoch: 2), Started(22, epoch: 2), Done(40, "Succeed", how: "poll")])));

    [Fact]
    public void A_start_without_an_answer_is_told_until_somebody_learnt_what_became_of_it() => Assert.Equal(
        [
            "workflow run video 0-100",
            "workflow run video > wait for event 0-1",
            "workflow run video > claim 1-50",
            "claim > register 1-2",
            "claim > StartWorkflow 2-50",
            "workflow run video > claim 50-60 StartUnknown",
            "claim > look for task 50-60 StartUnknown",
            "workflow run video > parked 60-90",
            "workflow run video > claim 90-100",
            "claim > look for task 90-100",
        ],
        Lines(Create([Claim(1), Intent(2), Claim(50, epoch: 2), Park(60, ParkRecord.StartUnknown), Claim(90, epoch: 3), Cancel(100, CancelRecord.ByOperator)])));

    [Fact]
    public void A_run_that_is_parked_while_its_task_runs_has_one_task() => Assert.Equal(
        [
            "workflow run video 0-90 TaskFailed",
            "workflow run video > wait for event 0-1",
            "workflow run video > claim 1-3",
            "claim > register 1-2",
            "claim > StartWorkflow 2-3",
            "workflow run video > task 3-30 TaskFailed",
            "workflow run video > parked 60-80",
            "workflow run video > poll 30-90",
        ],
        Lines(Create([Claim(1), Intent(2), Started(3), Park(60, ParkRecord.TaskLost), Claim(80, epoch: 2), Done(90, "Failed", finish: 30, how: "poll")])).OrderBy(Late));

    [Fact]
    public void A_run_that_waits_for_its_sidecar_says_so() => Assert.Equal(
        ["workflow run video 0-30 SidecarMissing", "workflow run video > wait for event 0-1", "workflow run video > wait for sidecar 1-30 SidecarMissing"],
        Lines(Create([Waits(1), Cancel(30, CancelRecord.SidecarMissing)])));

    [Fact]
    public void A_run_that_IMS_rejects_has_the_code_and_the_message()
    {
        var run = Create([Claim(1), Reject(2)])[0];

        Assert.Equal(new SpanStatus(StatusCode.Error, "no such media"), run.Status);
        Assert.Equal("InvalidParameter", Text(run, "error.type"));
        Assert.Equal(("rejected", "InvalidParameter"), (Text(run, "fcwt.run.state"), Text(run, "fcwt.run.reason")));
    }

    [Theory]
    [InlineData(CancelRecord.ByOperator)]
    [InlineData(CancelRecord.Identical)]
    [InlineData(CancelRecord.Superseded)]
    public void What_a_person_or_a_rule_wanted_is_no_error(string reason)
    {
        var run = Create([Claim(1), Cancel(2, reason)])[0];

        Assert.Null(run.Status);
        Assert.Equal((reason, null), (Text(run, "fcwt.run.reason"), Text(run, "error.type")));
    }

    [Fact]
    public void A_run_that_goes_on_ends_now() => Assert.Equal(
        ["workflow run video 0-500", "workflow run video > wait for event 0-1", "workflow run video > claim 1-3", "claim > register 1-2", "claim > StartWorkflow 2-3", "workflow run video > task 3-500"],
        Lines(Create([Claim(1), Intent(2), Started(3)])));

    [Fact]
    public void The_run_names_its_object_and_who_wrote_each_record()
    {
        var spans = Create([Claim(1), Intent(2), Started(3), Done(100, "Succeed")]);

        Assert.Equal(
            ("datasource", "media-in", "uploads/beach.mp4", "insert", "2026-11-24T00:14:59.000Z", TestData.RunId.Value),
            (Text(spans[0], "faas.trigger"), Text(spans[0], "faas.document.collection"), Text(spans[0], "faas.document.name"), Text(spans[0], "faas.document.operation"),
                Text(spans[0], "faas.document.time"), Text(spans[0], "fcwt.run.id")));
        Assert.Equal(("request-1", "instance-1"), (Text(Find(spans, "claim"), "faas.invocation_id"), Text(Find(spans, "claim"), "faas.instance")));
        Assert.Equal(("ims-1", "reply"), (Text(Find(spans, "StartWorkflow"), "fcwt.ims.request_id"), Text(Find(spans, "StartWorkflow"), "fcwt.learnt_by")));
        Assert.Equal("callback-1", Text(Find(spans, "callback"), "faas.invocation_id"));
    }

    [Fact]
    public void The_trace_is_named_by_the_run_and_all_spans_by_their_places_in_it()
    {
        RunRecord[] records = [Claim(1), Intent(2), Refused(3), Intent(4, gen: 2), Started(5), Done(100, "Succeed", finish: 98)];
        var (first, again) = (Create(records), Create(records));

        Assert.All(first, span => Assert.Equal(TestData.RunId.Value[8..], span.TraceId));
        Assert.Equal(first.Select(span => span.SpanId), again.Select(span => span.SpanId));
        Assert.Equal(first.Count, first.Select(span => span.SpanId).Distinct().Count());
        Assert.All(first, span => Assert.Matches("^[0-9a-f]{16}$", span.SpanId));
        Assert.Null(first[0].ParentSpanId);
    }

    [Fact]
    public void A_run_whose_upload_was_part_of_a_trace_lies_in_that_trace()
    {
        var spans = Create([Claim(1) with { TraceParent = $"00-{UploaderTrace}-{UploaderSpan}-01" }, Reject(2)]);

        Assert.All(spans, span => Assert.Equal(UploaderTrace, span.TraceId));
        Assert.Equal(UploaderSpan, spans[0].ParentSpanId);
    }

    [Fact]
    public void A_run_that_repeats_another_links_to_it()
    {
        var before = new RunTrace(TestData.RunId, new(UploaderTrace, UploaderSpan));
        var story = new RunStory(History([Claim(1) with { Forerunner = TestData.RunId.Value }, Reject(2)]), [], DeliveryState.Empty, before);

        var run = RunTraceFactory.Create(story, Upload)[0];

        var link = Assert.Single(run.Links!);
        Assert.Equal((UploaderTrace, before.RootSpanId), (link.TraceId, link.SpanId));

        // The upload may have been days ago, and nobody waited since.
        Assert.Equal(UnixNano.From(At(1)), run.StartTimeUnixNano);
    }

    [Fact]
    public void Deliveries_are_told_once_they_are_over()
    {
        var state = new DeliveryState(new Dictionary<string, DeliveryEntry>
        {
            ["1/webhook-a"] = new(2, null, DeliveryEntry.Delivered, At(12)),
            ["1/webhook-b"] = new(10, null, "answered 500", At(90)),
            ["1/webhook-c"] = new(1, At(300), "answered 500", At(13)),
            ["1/webhook-d"] = new(1, null, DeliveryEntry.Delivered),
            ["7/webhook-a"] = new(1, null, DeliveryEntry.Delivered, At(12)),
        });

        var spans = RunTraceFactory.Create(new(History([Claim(1), Reject(2)]), [], state), At(500));

        Assert.Equal(
            ["workflow run video > deliver outcome 2-12", "workflow run video > deliver outcome 2-90 GivenUp"],
            Lines(spans).Where(line => line.Contains("deliver", StringComparison.Ordinal)));
        Assert.Equal(2, Find(spans, "deliver outcome").Attributes.Single(attribute => attribute.Key == "fcwt.delivery.attempts").Value.IntValue);
    }

    [Fact]
    public void An_event_with_a_time_after_its_claim_gives_no_wait_of_negative_length()
    {
        var spans = Create([Claim(-60), Reject(2)]);

        Assert.Equal((UnixNano.From(At(-60)), UnixNano.From(At(-60))), (spans[1].StartTimeUnixNano, spans[1].EndTimeUnixNano));
    }

    /// <summary>The object may be months old.</summary>
    [Fact]
    public void A_backfill_waited_for_no_event()
    {
        var spans = Create([Claim(5) with { Src = ClaimSource.From(TestData.Upload().AsBackfill()) }, Reject(2)]);

        Assert.Equal((UnixNano.From(At(5)), UnixNano.From(At(5))), (spans[1].StartTimeUnixNano, spans[1].EndTimeUnixNano));
    }

    [Fact]
    public void An_activity_that_failed_and_a_receiver_that_is_gone_say_so()
    {
        var spans = Create([Claim(1), Intent(2), Started(3), Done(100, "Failed")], [new("Act-1", "Failed", Time(10), Time(60)), new("Act-2", "Success", Time(60), Time(70))]);
        var state = new DeliveryState(new Dictionary<string, DeliveryEntry> { ["1/webhook-a"] = new(1, null, DeliveryEntry.Gone, At(12)) });

        Assert.Equal("ActivityFailed", Text(Find(spans, "activity Act-1"), "error.type"));
        Assert.Null(Find(spans, "activity Act-2").Status);
        Assert.Equal("Gone", Text(Find(RunTraceFactory.Create(new(History([Claim(1), Reject(2)]), [], state), At(500)), "deliver outcome"), "error.type"));
    }

    [Fact]
    public void A_task_has_the_times_of_IMS_and_lies_between_its_records_all_the_same()
    {
        var spans = Create([Claim(1), Intent(2), Started(5), Done(100, "Succeed", finish: 4)], [new("Act-1", "Success", Time(3), Time(4))]);
        var task = Find(spans, "task");

        Assert.Equal((UnixNano.From(At(5)), UnixNano.From(At(5))), (task.StartTimeUnixNano, task.EndTimeUnixNano));
        Assert.All(["activity Act-1", "callback"], name => Assert.Equal(UnixNano.From(At(5)), Find(spans, name).StartTimeUnixNano));
        Assert.Equal((Time(3), Time(4)), (Text(task, "fcwt.task.create_time"), Text(task, "fcwt.task.finish_time")));
    }

    [Fact]
    public void A_run_has_the_asset_that_it_was_started_with_and_a_refusal_its_message()
    {
        var spans = Create([Claim(1), Intent(2), Refused(3) with { Message = "too many" }, Intent(4, gen: 2) with { MediaId = "another" }, Started(5), Done(9, "Succeed")]);

        Assert.Equal("another", Text(spans[0], "fcwt.media.id"));
        Assert.Equal(new SpanStatus(StatusCode.Error, "too many"), Find(spans, "StartWorkflow").Status);
    }

    [Fact]
    public void A_clock_that_is_behind_gives_no_span_that_ends_before_it_begins() =>
        Assert.All(Create([Claim(10), Intent(8), Started(6), Done(4, "Succeed")]), span => Assert.True(span.StartTimeUnixNano <= span.EndTimeUnixNano, span.Name));

    private static IReadOnlyList<Span> Create(RunRecord[] records, TaskActivity[]? activities = null) =>
        RunTraceFactory.Create(new(History(records), activities ?? [], DeliveryState.Empty), At(500));

    private static RunHistory History(RunRecord[] records) => new(TestData.RunId, [.. records.Select((record, seq) => record with { Seq = seq })], records.Length);

    private static string[] Lines(IReadOnlyList<Span> spans)
    {
        var names = spans.ToDictionary(span => span.SpanId, span => span.Name);
        return [.. spans.Select(span =>
            $"{(span.ParentSpanId is { } parent ? $"{names[parent]} > " : "")}{span.Name} {Seconds(span.StartTimeUnixNano)}-{Seconds(span.EndTimeUnixNano)}{(Text(span, "error.type") is { } error ? $" {error}" : "")}")];
    }

    private static string Late(string line) => line.Contains("poll", StringComparison.Ordinal) ? "2" : "1";

    private static string Seconds(ulong nano) => ((nano - UnixNano.From(Upload)) / 1e9).ToString(CultureInfo.InvariantCulture);

    private static Span Find(IReadOnlyList<Span> spans, string name) => spans.First(span => span.Name == name);

    private static string? Text(Span span, string attribute) => span.Attributes.SingleOrDefault(known => known.Key == attribute)?.Value.StringValue;

    private static DateTimeOffset At(int seconds) => Upload.AddSeconds(seconds);

    private static string Time(int seconds) => At(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static ClaimRecord Claim(int at, int epoch = 1) => TestData.Claim(epoch: epoch, at: At(at));

    private static ClaimRecord Waits(int at) => Claim(at) with { Plan = new(new("beach.mp4"), "{}", Sidecar: new(Required: true, At(20))) };

    private static IntentRecord Intent(int at, int epoch = 1, int gen = 1) => new()
    {
        At = At(at),
        Epoch = epoch,
        By = "request-1/instance-1",
        Gen = gen,
        MediaId = TestData.MediaId,
        AcsDate = At(at),
        AcsNonce = "n",
        UserDataSha = "s",
        NotAfter = At(at + 900),
    };

    private static RefusedRecord Refused(int at) => new() { At = At(at), Epoch = 1, Gen = 1, Code = "Throttling.User", RequestId = "ims-0" };

    private static StartedRecord Started(int at, int epoch = 1) =>
        new() { At = At(at), Epoch = epoch, By = "request-1/instance-1", Gen = 1, TaskId = TestData.TaskId, How = StartedRecord.ByReply, RequestId = "ims-1" };

    private static DoneRecord Done(int at, string status, int? finish = null, string how = "callback") => new()
    {
        At = At(at),
        Epoch = 1,
        By = "callback-1/instance-2",
        Outcome = TaskOutcome.Parse(status)!,
        How = how,
        Task = new(TestData.TaskId, status, Time(3), finish is { } time ? Time(time) : null),
    };

    private static RejectRecord Reject(int at) => new() { At = At(at), Epoch = 1, Code = "InvalidParameter", Action = "RegisterMediaInfo", Message = "no such media" };

    private static CancelRecord Cancel(int at, string reason) => new() { At = At(at), Epoch = 1, Reason = reason };

    private static ParkRecord Park(int at, string reason) => new() { At = At(at), Epoch = 1, Reason = reason };
}
