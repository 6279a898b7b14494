using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The parts of the emulator that the control routes read and change.</summary>
/// <param name="Console">Null where the console page is not served.</param>
internal sealed record ControlContext(ImsState Ims, FunctionSet Functions, EmulatorClock Clock, Faults Faults, ConsoleParts? Console = null);
