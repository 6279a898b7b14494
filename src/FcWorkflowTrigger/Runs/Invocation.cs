namespace FcWorkflowTrigger.Runs;

/// <summary>What Function Compute says about one invocation; the members keep the official library's names.</summary>
/// <param name="RequestId">The same on every retry of one asynchronous event.</param>
/// <param name="FunctionTimeout">After this Function Compute ends the process.</param>
/// <param name="InstanceId">This process, for the ledger's "by".</param>
internal sealed record Invocation(string RequestId, TimeSpan FunctionTimeout, string InstanceId)
{
    public string By { get; } = $"{RequestId}/{InstanceId}";
}
