using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>Creates the outcomes of a run from its history.</summary>
internal static class OutcomeFactory
{
    /// <summary>Creates one outcome for each record that is told, oldest first: each end, each time the run was parked, and that it was overdue.</summary>
    public static IReadOnlyList<Outcome> Create(RunHistory history)
    {
        var outcomes = new List<Outcome>();

        for (var count = 1; count <= history.Records.Count; count++)
        {
            if (FindType(history.Records[count - 1]) is { } type)
            {
                outcomes.Add(CreateOutcome(type, history.Id, [.. history.Records.Take(count)]) with
                {
                    Trace = RunTrace.From(history),
                    ObjectTags = history.Records[count - 1].IsMarked ? RunTags.Fill(history) : null,
                });
            }
        }

        return outcomes;
    }

    /// <summary>Creates an event that belongs to no run, so that a person sees whether a receiver takes events.</summary>
    /// <param name="id">An id that no run has, and no earlier test.</param>
    public static Outcome CreateTest(RunId id, DateTimeOffset now) => new(Outcome.Test, now, new(
        new(id.Value, 0),
        new("test", "test", "test", "", 0, "Test", now.ToString("O", CultureInfo.InvariantCulture)),
        new("test", new('0', 32)),
        new(now, now)));

    private static string? FindType(RunRecord record) => record switch
    {
        DoneRecord done => $"workflow_run.{done.Outcome}",
        RejectRecord => "workflow_run.rejected",
        CancelRecord => "workflow_run.canceled",
        ParkRecord => "workflow_run.parked",
        OverdueRecord => "workflow_run.overdue",
        ClaimRecord or IntentRecord or RefusedRecord or StartedRecord => null,
        _ => throw new InvalidDataException(
            $"OUTCOME-UNKNOWN: this version knows no outcome for a {record.GetType().Name}. The delivery waits; deploy a version that knows this record."),
    };

    private static Outcome CreateOutcome(string type, RunId id, RunRecord[] records)
    {
        var (claims, started, end) = (records.OfType<ClaimRecord>().ToArray(), records.OfType<StartedRecord>().LastOrDefault(), records[^1]);
        var (src, rule) = (claims[0].Src, claims[^1]);

        return new(type, end.At, new(
            new(id.Value, end.Seq, rule.Forerunner),
            new(src.Region, src.Bucket, src.Key, src.Etag, src.Size, src.Event, src.EventTime, src.RequestId),
            new(rule.Rule, rule.WorkflowId),
            new(claims[0].At, end.At, started?.At),
            records.OfType<IntentRecord>().LastOrDefault() is { } intent ? new(intent.MediaId) : null,
            end is DoneRecord { Task: var task } ? new(task.TaskId, task.Status, task.CreateTime, task.FinishTime)
                : started is null ? null : new(started.TaskId),
            FindReason(end, records),
            TaskUserData: rule.Plan?.TaskUserData is { } fields ? JsonElement.Parse(fields) : null));
    }

    private static OutcomeReason? FindReason(RunRecord end, RunRecord[] records) => end switch
    {
        RejectRecord reject => new(reject.Code, reject.Action, reject.RequestId, reject.Message),
        CancelRecord cancel => new(cancel.Reason, Detail: cancel.Detail),
        ParkRecord { Reason: ParkRecord.StartOverdue } park when records.OfType<RefusedRecord>().LastOrDefault() is { } last =>
            new(park.Reason, "StartWorkflow", last.RequestId, last.Message is null ? last.Code : $"{last.Code}: {last.Message}"),
        ParkRecord park => new(park.Reason),
        OverdueRecord overdue => new(OverdueRecord.TaskOverdue, Detail: $"the task was expected to end within {Duration.Format(TimeSpan.FromSeconds(overdue.Within))}"),
        _ => null,
    };
}
