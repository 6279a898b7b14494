namespace FcWorkflowTrigger.Hosting;

/// <summary>Which invocation the present line of work belongs to; several run at once in one process.</summary>
internal sealed class InvocationScope
{
    private readonly AsyncLocal<string?> _requestId = new();

    public string? RequestId
    {
        get => _requestId.Value;
        set => _requestId.Value = value;
    }
}
