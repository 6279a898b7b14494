namespace FcWorkflowTrigger.Hosting;

/// <summary>What an HTTP caller is told when it is refused: a code to search for, and a sentence.</summary>
internal sealed record ErrorReply(string Code, string Message);
