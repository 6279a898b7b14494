using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims.Signing;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>The parts that the server of Function Compute uses.</summary>
/// <param name="Nonces">One store for all APIs: a nonce is used once in the whole cloud.</param>
internal sealed record FcContext(FunctionSet Functions, AsyncQueue Queue, EmulatorClock Clock, NonceStore Nonces);
