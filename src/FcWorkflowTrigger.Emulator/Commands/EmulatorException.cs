namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The emulator cannot run with these options. The message contains what to do.</summary>
internal sealed class EmulatorException(string code, string message) : Exception($"{code}: {message}");
