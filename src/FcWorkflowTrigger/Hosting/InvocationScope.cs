namespace FcWorkflowTrigger.Hosting;

/// <summary>The invocation that the current asynchronous flow belongs to. Several invocations run at once in one process.</summary>
internal sealed class InvocationScope
{
    private readonly AsyncLocal<string?> _requestId = new();

    public string? RequestId
    {
        get => _requestId.Value;
        set => _requestId.Value = value;
    }
}
