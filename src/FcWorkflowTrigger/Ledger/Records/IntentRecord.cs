namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>A start is about to be sent, signed with exactly this date and nonce. The record is written before the request, so that no copy of the request is valid after the date.</summary>
internal sealed record IntentRecord : RunRecord
{
    /// <summary>32 hex digits.</summary>
    public required string MediaId { get; init; }

    /// <summary>The text to search for in IMS's list of tasks, at most 32 characters; null when the input is a URL.</summary>
    public string? KeyText { get; init; }

    /// <summary>The number of this attempt to start the run, from 1.</summary>
    public required int Gen { get; init; }

    /// <summary><c>x-acs-date</c> of the one request, to the second.</summary>
    public required DateTimeOffset AcsDate { get; init; }

    /// <summary><c>x-acs-signature-nonce</c> of the one request, 32 hex digits.</summary>
    public required string AcsNonce { get; init; }

    /// <summary>SHA-256 of the UserData sent, lower-case hex. UserData itself holds a capability and stays out of the ledger.</summary>
    public required string UserDataSha { get; init; }

    /// <summary>After this instant the gateway refuses every copy of the request.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Keys of the permits for this start; null when no budget is set.</summary>
    public IReadOnlyList<string>? Permits { get; init; }
}
