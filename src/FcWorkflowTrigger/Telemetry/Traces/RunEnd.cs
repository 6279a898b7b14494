using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>How a record ended something, in few words that can be counted.</summary>
/// <param name="Reason">IMS's code or a word of docs/operations.md; null for a success, and for a record that ends nothing.</param>
/// <param name="IsFailure">False also for what a person or a rule wanted.</param>
/// <param name="Detail">A sentence; null when the reason is enough.</param>
internal sealed record RunEnd(string? Reason, bool IsFailure, string? Detail = null)
{
    private static readonly RunEnd None = new(null, false);

    /// <summary>A value for <c>error.type</c>; null when nothing failed.</summary>
    public string? ErrorType => IsFailure ? Reason : null;

    public static RunEnd From(RunRecord? record) => record switch
    {
        DoneRecord { Outcome: not EndEntry.Succeeded } done => new($"Task{done.Task.Status}", IsFailure: true),
        RejectRecord reject => new(reject.Code, IsFailure: true, reject.Message),
        RefusedRecord refused => new(refused.Code, IsFailure: true, refused.Message),
        CancelRecord { Reason: CancelRecord.ByOperator or CancelRecord.Identical or CancelRecord.Superseded } cancel => new(cancel.Reason, IsFailure: false, cancel.Detail),
        CancelRecord cancel => new(cancel.Reason, IsFailure: true, cancel.Detail),
        ParkRecord park => new(park.Reason, IsFailure: true),
        _ => None,
    };
}
