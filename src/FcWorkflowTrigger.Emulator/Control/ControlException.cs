namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>What was asked of the control routes cannot be done; the sentence says what to ask instead. Answered with 400.</summary>
internal sealed class ControlException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
