namespace FcWorkflowTrigger.Runs;

/// <summary>One invocation of a function, as the ledger records it and as its time limit bounds it.</summary>
/// <param name="RequestId">The same on every retry of one asynchronous event.</param>
/// <param name="TimeLimit">After this Function Compute ends the process.</param>
/// <param name="InstanceId">This process, for the ledger's "by".</param>
internal sealed record Invocation(string RequestId, TimeSpan TimeLimit, string InstanceId)
{
    // What a clock or a frozen instance may add to the function's own time limit.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    /// <summary>What records are signed with.</summary>
    public string By { get; } = $"{RequestId}/{InstanceId}";

    /// <summary>How long other invocations leave alone a run that this one claims.</summary>
    public int LeaseSeconds => (int)(TimeLimit + LeaseMargin).TotalSeconds;
}
