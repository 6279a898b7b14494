using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>From a run's history to what there is to tell of it.</summary>
internal static class OutcomeFactory
{
    /// <summary>Every end in the history, oldest first; none while the run goes on for the first time.</summary>
    public static IReadOnlyList<Outcome> Create(RunHistory history)
    {
        var outcomes = new List<Outcome>();

        for (var count = 1; count <= history.Records.Count; count++)
        {
            if (TypeOf(history.Records[count - 1]) is { } type)
            {
                outcomes.Add(Describe(type, history.Id, [.. history.Records.Take(count)]));
            }
        }

        return outcomes;
    }

    private static string? TypeOf(RunRecord record) => record switch
    {
        DoneRecord done => $"workflow_run.{done.Outcome}",
        RejectRecord => "workflow_run.rejected",
        CancelRecord => "workflow_run.canceled",
        ParkRecord => "workflow_run.parked",
        ClaimRecord or IntentRecord or RefusedRecord or StartedRecord => null,
        _ => throw new InvalidDataException(
            $"OUTCOME-UNKNOWN: no outcome is known for a {record.GetType().Name}. Its delivery waits; deploy a version that knows it."),
    };

    private static Outcome Describe(string type, RunId id, RunRecord[] records)
    {
        var (claims, started, end) = (records.OfType<ClaimRecord>().ToArray(), records.OfType<StartedRecord>().LastOrDefault(), records[^1]);
        var (src, rule) = (claims[0].Src, claims[^1]);

        return new(type, end.At, new(
            new(id.Value, end.Seq),
            new(src.Region, src.Bucket, src.Key, src.Etag, src.Size, src.Event, src.EventTime, src.RequestId),
            new(rule.Rule, rule.WorkflowId),
            new(claims[0].At, end.At, started?.At),
            records.OfType<IntentRecord>().LastOrDefault() is { } intent ? new(intent.MediaId) : null,
            end is DoneRecord { Task: var task } ? new(task.TaskId, task.Status, task.CreateTime, task.FinishTime)
                : started is null ? null : new(started.TaskId),
            ReasonOf(end)));
    }

    private static OutcomeReason? ReasonOf(RunRecord end) => end switch
    {
        RejectRecord reject => new(reject.Code, reject.Action, reject.RequestId),
        CancelRecord cancel => new(cancel.Reason, Detail: cancel.Detail),
        ParkRecord park => new(park.Reason),
        _ => null,
    };
}
