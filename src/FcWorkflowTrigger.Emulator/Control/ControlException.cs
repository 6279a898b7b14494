namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>A control request is not valid. The message contains what to send instead. The answer has status 400.</summary>
internal sealed class ControlException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
