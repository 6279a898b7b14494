namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>IMS will not take this run, whoever asks: the end, with IMS's reason.</summary>
internal sealed record RejectRecord : RunRecord
{
    /// <summary>IMS's error code.</summary>
    public required string Code { get; init; }

    /// <summary>Which call was refused: <c>RegisterMediaInfo</c> or <c>StartWorkflow</c>.</summary>
    public required string Action { get; init; }

    public string? RequestId { get; init; }
}

/// <summary>A person must decide.</summary>
internal sealed record ParkRecord : RunRecord
{
    /// <summary>A start vanished without a trace, or cannot be told from another task, and no more is sent without a person.</summary>
    public const string StartUnknown = "StartUnknown";

    /// <summary>IMS has refused for now for too long.</summary>
    public const string StartOverdue = "StartOverdue";

    /// <summary>IMS no longer knows the task.</summary>
    public const string TaskLost = "TaskLost";

    public required string Reason { get; init; }
}

/// <summary>A person, or a rule, has called the run off before it was started.</summary>
internal sealed record CancelRecord : RunRecord
{
    /// <summary>The object was uploaded more often within an hour than uploads can explain.</summary>
    public const string RestartLimit = "RestartLimit";

    /// <summary>An operator called it off.</summary>
    public const string ByOperator = "ByOperator";

    /// <summary>The rule requires a sidecar, and none came.</summary>
    public const string SidecarMissing = "SidecarMissing";

    /// <summary>What lies beside the object is no sidecar.</summary>
    public const string SidecarInvalid = "SidecarInvalid";

    /// <summary>The sidecar names a workflow that the rule does not allow.</summary>
    public const string WorkflowNotAllowed = "WorkflowNotAllowed";

    /// <summary>A budget was used up, and its rule says to refuse.</summary>
    public const string OverBudget = "OverBudget";

    /// <summary>A run of the same bytes under the same key has succeeded.</summary>
    public const string Identical = "Identical";

    public required string Reason { get; init; }

    /// <summary>What is wrong, which limit or which run, in words; null where the reason says it all.</summary>
    public string? Detail { get; init; }
}
