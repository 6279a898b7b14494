namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>One row of <c>runs list</c>; a line of its <c>--json</c>.</summary>
/// <param name="State">One of <see cref="RunStates"/>.</param>
/// <param name="At">When the run ended or was parked; for an open run, when it was last put off or begun.</param>
/// <param name="Bucket">Null, as all that follows, when the records of the run have expired.</param>
/// <param name="ClaimedAt">When the run began.</param>
/// <param name="Reason">Why a run was rejected, canceled or parked: IMS's code, or a word of docs/operations.md.</param>
internal sealed record RunRow(
    string Run,
    string State,
    DateTimeOffset At,
    string? Bucket = null,
    string? Key = null,
    string? Rule = null,
    string? WorkflowId = null,
    long? Size = null,
    DateTimeOffset? ClaimedAt = null,
    string? Reason = null);
