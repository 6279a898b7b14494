namespace FcWorkflowTrigger.Services.Ledger.Records;

/// <summary>IMS refused this generation for certain, so that the next one need not wait for the signature to expire.</summary>
internal sealed record RefusedRecord : RunRecord
{
    public required int Gen { get; init; }

    /// <summary>IMS's error code.</summary>
    public required string Code { get; init; }

    /// <summary>IMS's request id, where there was a reply.</summary>
    public string? RequestId { get; init; }
}
