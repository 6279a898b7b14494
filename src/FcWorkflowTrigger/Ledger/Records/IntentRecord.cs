namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>A start is about to be sent, signed with exactly this date and nonce: written before it, so that no copy can outlive the date.</summary>
internal sealed record IntentRecord : RunRecord
{
    /// <summary>32 hex digits.</summary>
    public required string MediaId { get; init; }

    /// <summary>What the task can be searched by in IMS's list, at most 32 characters; null when its input is a URL.</summary>
    public string? KeyText { get; init; }

    /// <summary>Which attempt at starting this is, from 1.</summary>
    public required int Gen { get; init; }

    /// <summary><c>x-acs-date</c> of the one request, to the second.</summary>
    public required DateTimeOffset AcsDate { get; init; }

    /// <summary><c>x-acs-signature-nonce</c> of the one request, 32 hex digits.</summary>
    public required string AcsNonce { get; init; }

    /// <summary>SHA-256 of the UserData sent, lower-case hex. UserData itself holds a capability and stays out of the ledger.</summary>
    public required string UserDataSha { get; init; }

    /// <summary>After this instant the gateway refuses every copy of the request.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Keys of the permits this start is made under; null where no budget is set.</summary>
    public IReadOnlyList<string>? Permits { get; init; }
}
