namespace FcWorkflowTrigger.Hosting;

/// <summary>What a failed invocation answers, in the shape of the built-in runtimes.</summary>
internal sealed record InvocationFailure(string ErrorMessage, string ErrorType);
