namespace FcWorkflowTrigger.Hosting;

/// <summary>The body of the answer of a failed invocation, in the format of the built-in runtimes.</summary>
internal sealed record InvocationFailure(string ErrorMessage, string ErrorType);
