namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>This generation certainly started nothing, so the next generation may be opened.</summary>
internal sealed record RefusedRecord : RunRecord
{
    /// <summary>The code when IMS can no longer accept a copy of the request, and IMS's list shows no task of it.</summary>
    public const string NeverArrived = "NeverArrived";

    public required int Gen { get; init; }

    /// <summary>IMS's error code; <see cref="NeverArrived"/>; <c>NotConnected</c> when the request never left.</summary>
    public required string Code { get; init; }

    /// <summary>IMS's request id, where there was a reply.</summary>
    public string? RequestId { get; init; }

    /// <summary>IMS's own message, bounded and without control characters; null when it sent none, and in records of earlier versions.</summary>
    public string? Message { get; init; }
}
