namespace FcWorkflowTrigger.Hosting;

/// <summary>The body of the answer to an HTTP request that the function refuses.</summary>
/// <param name="Code">The code to search for in docs/operations.md.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ErrorReply(string Code, string Message);
