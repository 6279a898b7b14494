namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>An accepted asynchronous event; kept until it has ended well or reached its failure destination.</summary>
/// <param name="RequestId">The same on every retry.</param>
/// <param name="Attempts">How often it has been delivered and failed.</param>
internal sealed record AsyncEvent(string Function, string RequestId, byte[] Body, DateTimeOffset AcceptedAt, int Attempts = 0);
