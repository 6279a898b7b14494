using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Waits, by the emulator's clock, for registrations to end, and then tells whoever asked to be told.</summary>
internal sealed class AssetRunner(ImsState state, EmulatorClock clock, EventDelivery delivery, CancellationToken stopping)
{
    private const string EventType = "RegisterMediaComplete";

    /// <summary>Goes on with the registrations of an earlier process whose end nobody was told.</summary>
    public void Resume()
    {
        foreach (var asset in state.Assets.Where(asset => !asset.Told))
        {
            Watch(asset);
        }
    }

    public void Watch(MediaAsset asset) => _ = WatchAsync(asset);

    private async Task WatchAsync(MediaAsset asset)
    {
        try
        {
            await clock.WaitUntilAsync(asset.ReadyTime, stopping);

            // An asset that was overwritten meanwhile never gets ready.
            if (state.FindAsset(known => known.MediaId == asset.MediaId) is not null)
            {
                await delivery.TellAsync(Event(asset), attempt => state.AddAssetAttempt(asset.MediaId, attempt), stopping);
                state.SetAssetTold(asset.MediaId);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator ends; what is kept goes on from here next time.
        }
    }

    private ImsEvent Event(MediaAsset asset) => new(EventType, asset.Key, asset.UserData, clock.GetUtcNow(), new()
    {
        ["Status"] = asset.Found ? "Success" : "Fail",
        ["MediaId"] = asset.MediaId,
    });
}
