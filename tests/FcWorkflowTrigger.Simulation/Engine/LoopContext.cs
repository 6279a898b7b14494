namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>Brings back to the loop what would go on elsewhere: the runtime never lets a canceled delay run on inside its cancellation.</summary>
internal sealed class LoopContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback callback, object? state)
    {
        var machine = loop.Running;
        loop.After(TimeSpan.Zero, machine, () => callback(state));
    }

    public override void Send(SendOrPostCallback callback, object? state) => throw new NotSupportedException("Nothing here waits for another thread.");

    public override SynchronizationContext CreateCopy() => this;
}
