namespace FcWorkflowTrigger.Hosting;

/// <summary>What the server of a function needs to know about the process it runs in.</summary>
/// <param name="FunctionName">Which of the functions this process is; shown to a caller that is refused.</param>
/// <param name="Port">The port that the server listens on.</param>
/// <param name="InstanceId">The id of this process, which the ledger records with each record.</param>
internal sealed record HostingOptions(string FunctionName, int Port, string InstanceId);
