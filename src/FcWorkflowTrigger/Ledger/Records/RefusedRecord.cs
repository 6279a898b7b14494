namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>This generation started nothing, for certain: the next one may be opened.</summary>
internal sealed record RefusedRecord : RunRecord
{
    /// <summary>The code when no copy of the request can be accepted any more and IMS's list shows none that was.</summary>
    public const string NeverArrived = "NeverArrived";

    public required int Gen { get; init; }

    /// <summary>IMS's error code; <see cref="NeverArrived"/>; <c>NotConnected</c> when the request never left.</summary>
    public required string Code { get; init; }

    /// <summary>IMS's request id, where there was a reply.</summary>
    public string? RequestId { get; init; }
}
