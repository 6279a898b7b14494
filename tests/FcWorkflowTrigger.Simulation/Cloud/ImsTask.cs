namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>One accepted, and paid, start.</summary>
/// <param name="Outcome"><c>Succeed</c>, <c>Failed</c> or <c>Canceled</c>.</param>
internal sealed record ImsTask(string TaskId, string MediaId, string WorkflowId, string UserData, string Outcome, DateTimeOffset Accepted, DateTimeOffset Ends)
{
    public string StatusAt(DateTimeOffset now) => now < Ends ? "Processing" : Outcome;
}
