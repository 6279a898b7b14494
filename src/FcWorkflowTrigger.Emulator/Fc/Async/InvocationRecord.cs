namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>One invocation that has ended.</summary>
/// <param name="Kind"><c>event</c> or <c>http</c>.</param>
internal sealed record InvocationRecord(string Function, string RequestId, int RetryCount, string Kind, bool Ok, DateTimeOffset At, DateTimeOffset BeganAt);
