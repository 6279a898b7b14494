namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Posts continuations back to the loop that the runtime would run elsewhere. For example, the runtime never continues a canceled delay inside its cancellation.</summary>
internal sealed class LoopContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback callback, object? state)
    {
        var machine = loop.Running;
        loop.After(TimeSpan.Zero, machine, () => callback(state));
    }

    public override void Send(SendOrPostCallback callback, object? state) => throw new NotSupportedException("The simulation never waits for another thread.");

    public override SynchronizationContext CreateCopy() => this;
}
