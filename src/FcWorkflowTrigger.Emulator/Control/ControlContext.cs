using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>What a developer may look at and reach into.</summary>
internal sealed record ControlContext(ImsState Ims, FunctionSet Functions, EmulatorClock Clock, Faults Faults);
