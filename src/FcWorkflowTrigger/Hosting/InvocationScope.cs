namespace FcWorkflowTrigger.Hosting;

/// <summary>The invocation that the current asynchronous flow belongs to. Several invocations run at once in one process.</summary>
internal sealed class InvocationScope
{
    private readonly AsyncLocal<InvocationLogContext?> _current = new();

    /// <summary>Null outside of an invocation.</summary>
    public InvocationLogContext? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }
}

/// <summary>What the log lines of one invocation say about it.</summary>
/// <param name="RequestId">Function Compute's request id.</param>
/// <param name="Start">The time stamp of its begin (<see cref="TimeProvider.GetTimestamp"/>).</param>
/// <param name="IsColdStart">It is the first invocation of this process.</param>
internal sealed record InvocationLogContext(string RequestId, long Start, bool IsColdStart);
