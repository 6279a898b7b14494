namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>IMS runs the workflow. After this record the run is never started again.</summary>
internal sealed record StartedRecord : RunRecord
{
    public const string ByReply = "reply";
    public const string ByLookup = "lookup";
    public const string ByCallback = "callback";

    public required int Gen { get; init; }

    public required string TaskId { get; init; }

    /// <summary>IMS's request id, where the reply was seen.</summary>
    public string? RequestId { get; init; }

    /// <summary>How the start was learnt: <c>reply</c>, <c>lookup</c> or <c>callback</c>.</summary>
    public required string How { get; init; }
}
