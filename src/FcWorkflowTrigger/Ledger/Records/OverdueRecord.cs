namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>The task has been running for longer than its rule expects. The run goes on; the user's systems are told once.</summary>
internal sealed record OverdueRecord : RunRecord
{
    /// <summary>The reason that the user's systems are told.</summary>
    public const string TaskOverdue = "TaskOverdue";

    /// <summary>How long the task was expected to run at most, in seconds from its start.</summary>
    public required int Within { get; init; }
}
