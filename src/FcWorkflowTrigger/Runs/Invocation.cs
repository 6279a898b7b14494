namespace FcWorkflowTrigger.Runs;

/// <summary>One invocation of a function, as the ledger records it and as its time limit bounds it.</summary>
/// <param name="RequestId">The same on every retry of one asynchronous event.</param>
/// <param name="TimeLimit">After this time Function Compute ends the process.</param>
/// <param name="InstanceId">The id of this process, which the ledger records with each record.</param>
internal sealed record Invocation(string RequestId, TimeSpan TimeLimit, string InstanceId)
{
    // The time that a clock or a frozen instance may add to the function's time limit.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    /// <summary>The value that records are marked with.</summary>
    public string By { get; } = $"{RequestId}/{InstanceId}";

    /// <summary>How long other invocations do not touch a run that this invocation claims.</summary>
    public int LeaseSeconds => (int)(TimeLimit + LeaseMargin).TotalSeconds;
}
