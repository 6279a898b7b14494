namespace FcWorkflowTrigger.Services.Ledger.Records;

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
    public required string Reason { get; init; }
}

/// <summary>A person, or a rule, has called the run off before it was started.</summary>
internal sealed record CancelRecord : RunRecord
{
    public required string Reason { get; init; }
}
