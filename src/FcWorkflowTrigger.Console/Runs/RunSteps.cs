using System.Globalization;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Showing;

namespace FcWorkflowTrigger.ConsolePage.Runs;

/// <summary>One bar of the waterfall.</summary>
/// <param name="Kind"><c>event</c>, <c>claim</c>, <c>register</c>, <c>start</c>, <c>task</c>, <c>activity</c>, <c>callback</c>, <c>wait</c>, <c>overdue</c>, <c>park</c>, <c>end</c> or <c>delivery</c>.</param>
/// <param name="To">Null for what has not ended yet; equal to <paramref name="From"/> for a moment.</param>
/// <param name="Seq">The record that it comes from; null when it comes from elsewhere.</param>
/// <param name="RequestId">Of Function Compute; null when no function did it.</param>
/// <param name="Instance">Of Function Compute.</param>
internal sealed record RunStep(
    string Kind, string What, DateTimeOffset From, DateTimeOffset? To, int? Seq = null, string? RequestId = null, string? Instance = null, bool IsBad = false);

/// <summary>Makes the waterfall of a run from its records, its task and its deliveries.</summary>
internal static class RunSteps
{
    public static IReadOnlyList<RunStep> Create(IReadOnlyList<RunRecord> records, TaskView? task, IReadOnlyList<DeliveryView> deliveries)
    {
        var steps = new List<RunStep>();
        var claim = records.OfType<ClaimRecord>().First();

        if (claim.Src.ToUpload().Time is { } uploaded)
        {
            steps.Add(Attribute(new("event", DescribeBegin(claim), uploaded, Later(uploaded, claim.At)), claim) with { Seq = null });
        }

        foreach (var (record, next) in records.Zip(records.Skip(1).Select(next => (RunRecord?)next).Append(null)))
        {
            var note = record.Note is { } said ? $"; note: {said}" : "";
            steps.AddRange(Create(record, next, records[^1] as DoneRecord, task).Select((step, index) => Attribute(index == 0 ? step with { What = step.What + note } : step, record)));
        }

        if (records.Any(record => record.IsTold))
        {
            steps.AddRange(deliveries.Select(delivery => new RunStep(
                "delivery",
                string.Create(CultureInfo.InvariantCulture, $"outcome to {delivery.Sink}{(delivery.Resend is null ? "" : ", sent again")}: {delivery.Last} ({delivery.Attempts} tries)"),
                records[Math.Min(delivery.End, records.Count - 1)].At,
                delivery.NextAt is null ? records[Math.Min(delivery.End, records.Count - 1)].At : null,
                IsBad: delivery.Last != "delivered")));
        }

        return steps;
    }

    private static string DescribeBegin(ClaimRecord claim) =>
        claim.Forerunner is not null ? "uploaded; redriven later"
        : RunOrigin.Describe(claim) is { } origin ? $"uploaded; found later {origin}"
        : "OSS event on its way";

    private static IEnumerable<RunStep> Create(RunRecord record, RunRecord? next, DoneRecord? done, TaskView? task) => record switch
    {
        ClaimRecord { Waits: true } => [new("wait", "waits for its sidecar", record.At, next?.At)],
        ClaimRecord when next is IntentRecord intent => [new("claim", "claimed", record.At, record.At), new("register", $"registers media {intent.MediaId}", record.At, intent.At)],
        ClaimRecord when next is RejectRecord or RefusedRecord => [new("claim", "claimed", record.At, record.At), new("register", "registers the media", record.At, next.At, IsBad: true)],
        ClaimRecord => [new("claim", "claimed", record.At, record.At)],
        IntentRecord intent => [new("start", string.Create(CultureInfo.InvariantCulture, $"StartWorkflow, attempt {intent.Gen}"), record.At, next?.At, IsBad: next is RefusedRecord or ParkRecord or RejectRecord)],
        RefusedRecord refused => [new("wait", $"refused ({refused.Code}); tried again later", record.At, next?.At, IsBad: true)],
        StartedRecord started => CreateTask(started, done, task?.Id == started.TaskId ? task : null),
        OverdueRecord => [new("overdue", "the task takes longer than expected", record.At, record.At, IsBad: true)],
        ParkRecord park => [new("park", $"parked: {park.Reason}", record.At, next?.At, IsBad: true)],
        DoneRecord end => [new("end", $"the run has {end.Outcome}", record.At, record.At, IsBad: end.Outcome != "succeeded")],
        RejectRecord reject => [new("end", $"rejected: {reject.Action}: {reject.Code}", record.At, record.At, IsBad: true)],
        CancelRecord cancel => [new("end", $"canceled: {cancel.Reason}", record.At, record.At)],
        _ => [new(record.GetType().Name, "of a kind that this version does not know", record.At, record.At)],
    };

    private static IEnumerable<RunStep> CreateTask(StartedRecord started, DoneRecord? done, TaskView? task)
    {
        // IMS's times are cut to the second, so a task may seem to begin before it was asked for.
        var begun = Later(Parse(task?.CreateTime) ?? started.At, started.At);
        var ended = (Parse(done?.Task.FinishTime) ?? Parse(task?.FinishTime) ?? done?.At) is { } finish ? Later(finish, begun) : (DateTimeOffset?)null;
        yield return new("task", $"IMS task {started.TaskId}{(task?.Status is { } status ? $": {status}" : "")}", begun, ended, IsBad: done is { Outcome: not "succeeded" });

        foreach (var activity in task?.Activities ?? [])
        {
            if (Parse(activity.StartTime) is { } from)
            {
                yield return new("activity", $"{activity.Id}: {activity.Status ?? "?"}", Later(from, begun), Parse(activity.EndTime) is { } to ? Later(to, begun) : null, IsBad: activity.Status == "Failed");
            }
        }

        if (done is not null && ended is { } finished)
        {
            yield return Attribute(new("callback", done.How == "callback" ? "IMS called back" : $"the end was learnt by {done.How}", finished, Later(finished, done.At)), done);
        }
    }

    // What IMS does, no function did.
    private static RunStep Attribute(RunStep step, RunRecord record) => step switch
    {
        { Seq: not null } => step,
        { Kind: "task" or "activity" } => step with { Seq = record.Seq },
        _ => record.By.Split('/', 2) is [var request, var instance] ? step with { Seq = record.Seq, RequestId = request, Instance = instance } : step with { Seq = record.Seq },
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset? Parse(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
