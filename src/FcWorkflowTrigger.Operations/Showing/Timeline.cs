using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>The records of a run, in sentences.</summary>
internal static class Timeline
{
    public static IReadOnlyList<TimelineEntry> Create(IReadOnlyList<RunRecord> records) =>
        [.. records.Select((record, index) => Create(record, index == 0 ? null : records[index - 1]))];

    private static TimelineEntry Create(RunRecord record, RunRecord? previous)
    {
        var (kind, what, attempt, code, requestId) = Describe(record, previous);
        var noted = record.Note is { } note ? $"{what}; note: {note}" : what;
        return new(record.Seq, kind, record.At, previous is null ? null : (record.At - previous.At).TotalSeconds, noted, attempt, code, requestId, record.By);
    }

    private static (string Kind, string What, int? Attempt, string? Code, string? RequestId) Describe(RunRecord record, RunRecord? previous) => record switch
    {
        ClaimRecord { Waits: true } claim => ("claim", $"waits for its sidecar until {Times.Format(claim.Plan!.Sidecar!.Until)}", null, null, null),
        ClaimRecord claim => ("claim", previous switch
        {
            null when claim.Forerunner is { } forerunner => $"redriven from run {forerunner}, under rule '{claim.Rule}'",
            null => $"claimed under rule '{claim.Rule}'{(RunOrigin.Describe(claim) is { } origin ? $", {origin}" : "")}",
            ParkRecord => "resumed",
            ClaimRecord { Waits: true } => "its sidecar came, or the wait was over",
            ClaimRecord before when before.By == claim.By => "its wait was over; the same invocation goes on",
            _ => "taken over by another invocation",
        }, null, null, null),
        IntentRecord intent => ("intent", "start sent to IMS", intent.Gen, null, null),
        RefusedRecord refused => ("refused", $"this start certainly began nothing: {refused.Code}", refused.Gen, refused.Code, refused.RequestId),
        StartedRecord started => ("started", $"IMS runs task {started.TaskId} (learnt by {started.How})", started.Gen, null, started.RequestId),
        DoneRecord done => ("done", $"the task has ended: {done.Task.Status} (learnt by {done.How})", null, null, null),
        RejectRecord reject => ("reject", $"IMS refused {reject.Action} for good: {reject.Code}", null, reject.Code, reject.RequestId),
        CancelRecord cancel => ("cancel", $"canceled: {cancel.Reason}{(cancel.Detail is null ? "" : $" ({cancel.Detail})")}", null, cancel.Reason, null),
        OverdueRecord overdue => ("overdue", $"the task takes longer than {Times.Format(TimeSpan.FromSeconds(overdue.Within))}; the run goes on", null, null, null),
        ParkRecord park => ("park", $"parked: {park.Reason}", null, park.Reason, null),
        _ => (record.GetType().Name, "of a kind that this version does not know", null, null, null),
    };
}
