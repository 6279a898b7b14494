namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>A control request is refused. The message contains what to send instead.</summary>
internal sealed class ControlException(string code, string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
