namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>An accepted asynchronous event. It is kept until it has succeeded or has reached its failure destination.</summary>
/// <param name="RequestId">The same on every retry.</param>
/// <param name="Attempts">The number of failed deliveries so far.</param>
internal sealed record AsyncEvent(string Function, string RequestId, byte[] Body, DateTimeOffset AcceptedAt, int Attempts = 0);
