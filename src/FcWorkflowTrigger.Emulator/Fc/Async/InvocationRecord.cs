namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>One invocation that has ended.</summary>
/// <param name="Kind"><c>event</c> or <c>http</c>.</param>
/// <param name="Error">The begin of what a failed one has answered, or why its process did not start; null where it did not fail.</param>
internal sealed record InvocationRecord(string Function, string RequestId, int RetryCount, string Kind, bool Ok, DateTimeOffset At, DateTimeOffset BeganAt, string? Error = null);
