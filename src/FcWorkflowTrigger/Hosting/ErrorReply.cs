namespace FcWorkflowTrigger.Hosting;

/// <summary>The answer to an HTTP caller that is refused: a code to search for, and a sentence.</summary>
internal sealed record ErrorReply(string Code, string Message);
