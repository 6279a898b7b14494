namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>An accepted asynchronous event; kept until it has ended well or reached its failure destination.</summary>
/// <param name="RequestId">The same on every retry.</param>
internal sealed record AsyncEvent(string Function, string RequestId, byte[] Body, DateTimeOffset AcceptedAt);
