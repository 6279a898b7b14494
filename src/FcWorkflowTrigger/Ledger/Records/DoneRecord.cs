namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>The workflow has ended, read back from IMS.</summary>
internal sealed record DoneRecord : RunRecord
{
    /// <summary><c>succeeded</c>, <c>failed</c> or <c>canceled</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>How the end was learnt: <c>callback</c> or <c>poll</c>.</summary>
    public required string How { get; init; }

    public required DoneTask Task { get; init; }
}

/// <summary>The task as IMS reported it, without its results: they can be large, and IMS keeps them for a year.</summary>
internal sealed record DoneTask(string TaskId, string Status, string? CreateTime = null, string? FinishTime = null);
