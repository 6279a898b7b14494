using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Waits, by the emulator's clock, for the end of registrations, and then sends their callbacks.</summary>
internal sealed class AssetRunner(ImsState state, EmulatorClock clock, EventDelivery delivery, DataFolder data, CancellationToken stopping)
{
    private const string EventType = "RegisterMediaComplete";

    /// <summary>Continues with the registrations of an earlier process whose callbacks are not sent yet.</summary>
    public void Resume()
    {
        foreach (var asset in state.Assets.Where(asset => !asset.Notified))
        {
            Watch(asset);
        }
    }

    public void Watch(MediaAsset asset) => _ = WatchAsync(asset);

    private async Task WatchAsync(MediaAsset asset)
    {
        try
        {
            await clock.WaitUntilAsync(asset.ReadyTime, stopping, $"media {asset.MediaId} is ready: {asset.Key}");

            // An asset that was overwritten in the meantime never becomes ready.
            if (state.FindAsset(asset.MediaId) is not null)
            {
                await delivery.DeliverAsync(Event(asset), attempt => data.UntilSavedAsync(() => state.AddAssetAttempt(asset.MediaId, attempt), stopping), stopping);
                await data.UntilSavedAsync(() => state.SetAssetNotified(asset.MediaId), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops. The next start continues from the kept state.
        }
    }

    private ImsEvent Event(MediaAsset asset) => new(EventType, asset.Key, asset.UserData, clock.GetUtcNow(), new()
    {
        ["Status"] = asset.Found ? "Success" : "Fail",
        ["MediaId"] = asset.MediaId,
    });
}
