using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>The one object that holds the state of all deliveries of a run, while several sinks write their entries.</summary>
internal sealed class DeliveryRecord(Outbox outbox, RunId run, DeliveryState state)
{
    private readonly Lock _gate = new();
    private volatile DeliveryState _state = state;
    private Task _writing = Task.CompletedTask;

    public static async Task<DeliveryRecord> ReadAsync(Outbox outbox, RunId run, CancellationToken cancellationToken) =>
        new(outbox, run, DeliveryState.Parse(await outbox.ReadStateAsync(run, cancellationToken)));

    public DeliveryState State => _state;

    /// <summary>Sets one entry and stores the state. Writes are made one after another, so that an older state never replaces a newer one.</summary>
    public Task WriteAsync(string key, DeliveryEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _state = _state.With(key, entry);
            return _writing = WriteAfterAsync(_writing, cancellationToken);
        }
    }

    // A write that failed is its own caller's failure. The next one stores its entry too.
    private async Task WriteAfterAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await outbox.WriteStateAsync(run, _state.ToJson(), cancellationToken);
    }
}
