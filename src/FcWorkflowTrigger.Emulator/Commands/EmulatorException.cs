namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The emulator cannot do what was asked; the sentence says what to do about it.</summary>
internal sealed class EmulatorException(string code, string message) : Exception($"{code}: {message}");
