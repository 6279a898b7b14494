using System.Globalization;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>Turns the records of a run into spans. The same records give the same spans with the same ids.</summary>
/// <remarks>Between two records lies one span, named by what the run did meanwhile. So the spans leave no gap, and the longest one is what took long.</remarks>
internal static class RunTraceFactory
{
    private const string Run = "run";

    /// <param name="now">The end of what has not ended yet.</param>
    public static IReadOnlyList<Span> Create(RunStory story, DateTimeOffset now)
    {
        var (trace, records) = (RunTrace.From(story.History), story.History.Records);
        var spans = new SpanFactory(trace);

        return
        [
            CreateRun(spans, story, records[^1].IsLast ? records[^1].At : now),
            CreateWait(spans, (ClaimRecord)records[0]),
            .. CreateSteps(spans, story, now),
            .. CreateDeliveries(trace, records, story.Deliveries),
        ];
    }

    /// <summary>One span for each delivery that is over: from the end of the run, or from where the run was parked, until the receiver took it or it was given up.</summary>
    public static IEnumerable<Span> CreateDeliveries(RunTrace trace, IReadOnlyList<RunRecord> records, DeliveryState state)
    {
        var spans = new SpanFactory(trace);

        foreach (var (key, entry) in state.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (entry is { NextAt: null, At: { } at }
                && DeliveryState.TryParseKey(key, out var end, out _, out var sink)
                && end < records.Count)
            {
                // The key of the first delivery is its RunTrace.DeliveryPart.
                yield return spans.Create(
                    key, Run, "deliver outcome", SpanKind.Client, records[end].At, at,
                    entry.Last == DeliveryEntry.Delivered ? null : new(entry.Last == DeliveryEntry.Gone ? "Gone" : "GivenUp", IsFailure: true, entry.Last),
                    Attributes.Create(
                        ("fcwt.delivery.sink", Attributes.Of(sink)),
                        ("fcwt.delivery.end", Attributes.Of(end)),
                        ("fcwt.delivery.attempts", Attributes.Of(entry.Attempts))));
            }
        }
    }

    /// <summary>When the run began: with the event of its upload.</summary>
    /// <remarks>
    /// An event of the far past or of the future tells nothing about a wait: a redriven run has the time of its first upload, a backfill that of its object.
    /// </remarks>
    public static DateTimeOffset BeginOf(ClaimRecord first) =>
        first.Forerunner is null && first.Src.ToUpload() is { IsBackfill: false, Time: { } at } && at <= first.At ? at : first.At;

    private static Span CreateRun(SpanFactory spans, RunStory story, DateTimeOffset to)
    {
        var (history, records) = (story.History, story.History.Records);
        var (first, claim, end) = ((ClaimRecord)records[0], records.OfType<ClaimRecord>().Last(), RunEnd.From(records[^1].IsLast ? records[^1] : null));

        return spans.Create(
            Run, null, $"workflow run {claim.Rule}", SpanKind.Consumer, BeginOf(first), to, end,
            Attributes.Create(
                ("fcwt.run.id", Attributes.Of(history.Id.Value)),
                ("fcwt.run.state", Attributes.Of(WorkflowRun.From(history).StateWord)),
                ("fcwt.run.reason", Attributes.Of(end.Reason)),
                ("fcwt.run.forerunner", Attributes.Of(claim.Forerunner)),
                ("fcwt.rule", Attributes.Of(claim.Rule)),
                ("fcwt.workflow.id", Attributes.Of(claim.WorkflowId)),
                ("fcwt.media.id", Attributes.Of(records.OfType<IntentRecord>().LastOrDefault()?.MediaId)),
                ("fcwt.task.id", Attributes.Of(records.OfType<StartedRecord>().LastOrDefault()?.TaskId)),
                ("fcwt.upload.size", Attributes.Of(first.Src.Size)),
                ("fcwt.upload.event", Attributes.Of(first.Src.Event)),
                ("faas.trigger", Attributes.Of("datasource")),
                ("faas.document.collection", Attributes.Of(first.Src.Bucket)),
                ("faas.document.name", Attributes.Of(first.Src.Key)),
                ("faas.document.operation", Attributes.Of("insert")),
                ("faas.document.time", Attributes.Of(first.Src.EventTime))),
            story.Forerunner is { } before
                ? [new(before.TraceId, before.RootSpanId, Attributes.Create(("fcwt.link", Attributes.Of("forerunner"))))]
                : null);
    }

    private static Span CreateWait(SpanFactory spans, ClaimRecord first) =>
        spans.Create("wait", Run, "wait for event", SpanKind.Internal, BeginOf(first), first.At, null, []);

    private static IEnumerable<Span> CreateSteps(SpanFactory spans, RunStory story, DateTimeOffset now)
    {
        var records = story.History.Records;
        WorkflowRun run = new WorkflowRun.Unclaimed(story.History);

        foreach (var (index, record) in records.Index())
        {
            run = run.Apply(record, story.History);

            foreach (var span in CreateStep(spans, run, record, [.. records.Skip(index + 1)], story.Activities, now))
            {
                yield return span;
            }
        }
    }

    /// <summary>What the run did between a record and the next.</summary>
    /// <param name="run">The run as it was after the record.</param>
    private static IEnumerable<Span> CreateStep(
        SpanFactory spans, WorkflowRun run, RunRecord record, IReadOnlyList<RunRecord> later, IReadOnlyList<TaskActivity> activities, DateTimeOffset now)
    {
        var next = later is [var first, ..] ? first : null;
        var (to, end) = (next?.At ?? now, RunEnd.From(next));

        return (run, record) switch
        {
            (WorkflowRun.Waiting, _) => [spans.Create(Part(record), Run, "wait for sidecar", SpanKind.Internal, record.At, to, end, WriterOf(record))],
            (WorkflowRun.Claimed, ClaimRecord claim) =>
            [
                CreateClaim(spans, claim, later, now),
                spans.Create(Part(claim, "register"), Part(claim), "register", SpanKind.Client, claim.At, to, end, []),
            ],
            (WorkflowRun.Claimed claimed, RefusedRecord refused) => [spans.Create(
                Part(refused), Part(claimed.Claim), "back off", SpanKind.Internal, refused.At, to, end, Attributes.Create(("fcwt.attempt", Attributes.Of(refused.Gen))))],
            (WorkflowRun.Intended, ClaimRecord claim) =>
            [
                CreateClaim(spans, claim, later, now),
                spans.Create(Part(claim, "settle"), Part(claim), "look for task", SpanKind.Client, claim.At, to, end, []),
            ],
            (WorkflowRun.Intended intended, IntentRecord intent) => [CreateStart(spans, intended, intent, next, to, end)],
            (WorkflowRun.Started, StartedRecord started) => CreateTask(spans, started, later, activities, now),
            (WorkflowRun.Parked, ParkRecord park) => [spans.Create(
                Part(park), Run, "parked", SpanKind.Internal, park.At, to, null, WriterOf(park, ("fcwt.park.reason", Attributes.Of(park.Reason)), ("fcwt.note", Attributes.Of(next?.Note))))],
            _ => [],
        };
    }

    /// <summary>The work of one invocation on the start of the run: until IMS runs the task, the run stands still or has ended, or another invocation takes over.</summary>
    private static Span CreateClaim(SpanFactory spans, ClaimRecord claim, IReadOnlyList<RunRecord> later, DateTimeOffset now)
    {
        var last = later.FirstOrDefault(record => record is not (IntentRecord or RefusedRecord));
        return spans.Create(
            Part(claim), Run, "claim", SpanKind.Internal, claim.At, last?.At ?? now, RunEnd.From(last), WriterOf(claim, ("fcwt.claim.epoch", Attributes.Of(claim.Epoch))));
    }

    private static Span CreateStart(SpanFactory spans, WorkflowRun.Intended run, IntentRecord intent, RunRecord? next, DateTimeOffset to, RunEnd end) => spans.Create(
        Part(intent), Part(run.Claim), "StartWorkflow", SpanKind.Client, intent.At, to, end,
        WriterOf(
            intent,
            ("fcwt.attempt", Attributes.Of(intent.Gen)),
            ("fcwt.media.id", Attributes.Of(intent.MediaId)),
            ("fcwt.learnt_by", Attributes.Of((next as StartedRecord)?.How)),
            ("fcwt.ims.request_id", Attributes.Of(next switch
            {
                StartedRecord started => started.RequestId,
                RefusedRecord refused => refused.RequestId,
                RejectRecord reject => reject.RequestId,
                _ => null,
            }))));

    /// <summary>The task until IMS's time of its end, which is a whole second, as far as that lies between the two records; its activities; and how long its end was on its way here.</summary>
    /// <remarks>A run that was parked meanwhile has one task all the same.</remarks>
    private static IEnumerable<Span> CreateTask(
        SpanFactory spans, StartedRecord started, IReadOnlyList<RunRecord> later, IReadOnlyList<TaskActivity> activities, DateTimeOffset now)
    {
        var last = later.FirstOrDefault(record => record.IsLast);
        var (task, to, end) = ((last as DoneRecord)?.Task, last?.At ?? now, RunEnd.From(last));
        var finish = Clamp(Parse(task?.FinishTime) ?? to, started.At, to);

        yield return spans.Create(
            Part(started), Run, "task", SpanKind.Client, started.At, finish, end,
            Attributes.Create(
                ("fcwt.task.id", Attributes.Of(started.TaskId)),
                ("fcwt.task.status", Attributes.Of(task?.Status)),
                ("fcwt.task.create_time", Attributes.Of(task?.CreateTime)),
                ("fcwt.task.finish_time", Attributes.Of(task?.FinishTime))));

        foreach (var (number, activity) in activities.Index())
        {
            var begin = Clamp(Parse(activity.StartTime) ?? started.At, started.At, finish);
            yield return spans.Create(
                Part(started, $"activity/{number}"), Part(started), $"activity {activity.Id}", SpanKind.Internal, begin, Clamp(Parse(activity.EndTime) ?? finish, begin, finish),
                activity.Status is "Failed" or "Fail" ? new($"Activity{activity.Status}", IsFailure: true) : null,
                Attributes.Create(("fcwt.activity.status", Attributes.Of(activity.Status))));
        }

        if (last is DoneRecord done)
        {
            yield return spans.Create(
                Part(done), Run, done.How, SpanKind.Internal, finish, done.At, null, WriterOf(done, ("fcwt.learnt_by", Attributes.Of(done.How))));
        }
    }

    /// <summary>The invocation of Function Compute that wrote the record.</summary>
    private static IReadOnlyList<KeyValue> WriterOf(RunRecord record, params ReadOnlySpan<(string Key, AnyValue? Value)> more)
    {
        var by = record.By.Split('/', 2);
        return
        [
            .. Attributes.Create(
                ("faas.invocation_id", Attributes.Of(by[0])),
                ("faas.instance", Attributes.Of(by.ElementAtOrDefault(1)))),
            .. Attributes.Create(more),
        ];
    }

    private static string Part(RunRecord record, string? what = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.Seq}/{what ?? "record"}");

    private static DateTimeOffset? Parse(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static DateTimeOffset Clamp(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => at > to ? to : at < from ? from : at;
}
