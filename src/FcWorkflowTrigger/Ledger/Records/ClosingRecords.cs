using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>IMS has rejected this run for good. It is the end of the run, with IMS's reason.</summary>
internal sealed record RejectRecord : RunRecord
{
    /// <summary>IMS's error code.</summary>
    public required string Code { get; init; }

    /// <summary>Which call was refused: <c>RegisterMediaInfo</c> or <c>StartWorkflow</c>.</summary>
    public required string Action { get; init; }

    public string? RequestId { get; init; }

    /// <summary>IMS's own message, bounded and without control characters; null when it sent none, and in records of earlier versions.</summary>
    public string? Message { get; init; }
}

/// <summary>An operator must decide about the run.</summary>
internal sealed record ParkRecord : RunRecord
{
    /// <summary>The outcome of a start stayed unknown, or the start cannot be distinguished from another task. No other start is sent without a person.</summary>
    public const string StartUnknown = "StartUnknown";

    /// <summary>IMS has refused the run for now for too long.</summary>
    public const string StartOverdue = "StartOverdue";

    /// <summary>IMS no longer knows the task.</summary>
    public const string TaskLost = "TaskLost";

    public required string Reason { get; init; }
}

/// <summary>An operator or a rule canceled the run before it was started.</summary>
internal sealed record CancelRecord : RunRecord
{
    /// <summary>The object was uploaded more often within an hour than uploads can explain.</summary>
    public const string RestartLimit = "RestartLimit";

    /// <summary>An operator canceled the run.</summary>
    public const string ByOperator = "ByOperator";

    /// <summary>The rule requires a sidecar, and no sidecar came.</summary>
    public const string SidecarMissing = "SidecarMissing";

    /// <summary>The file beside the object is not a valid sidecar.</summary>
    public const string SidecarInvalid = "SidecarInvalid";

    /// <summary>The sidecar names a workflow that the rule does not allow.</summary>
    public const string WorkflowNotAllowed = "WorkflowNotAllowed";

    /// <summary>A budget was used up, and the budget is set to refuse.</summary>
    public const string OverBudget = "OverBudget";

    /// <summary>A run of the same bytes under the same key has succeeded.</summary>
    public const string Identical = "Identical";

    /// <summary>A backfill has started the run of this very upload before its event came.</summary>
    public const string Backfilled = "Backfilled";

    /// <summary>The run of a backfill, and another run of the same bytes under the same rule was there first.</summary>
    public const string AlreadyRun = "AlreadyRun";

    /// <summary>The rule waits until a key is quiet, and a later upload of the key has a run.</summary>
    public const string Superseded = "Superseded";

    /// <summary>The rule waits until a key is quiet, and the object was deleted meanwhile.</summary>
    public const string ObjectGone = "ObjectGone";

    /// <summary>The rule waits until a key is quiet, and other bytes lie there that have no run.</summary>
    public const string ObjectReplaced = "ObjectReplaced";

    /// <summary>The run ended because its bytes were not the last of its key: it says nothing about the same bytes, should they be uploaded again.</summary>
    [JsonIgnore]
    public bool IsOfFormerBytes => Reason is Superseded or ObjectGone or ObjectReplaced;

    public required string Reason { get; init; }

    /// <summary>What is wrong, which limit or which run, in words; null when the reason is enough.</summary>
    public string? Detail { get; init; }
}
