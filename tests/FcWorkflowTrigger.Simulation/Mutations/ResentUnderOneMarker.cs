using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes.Delivery;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>
/// OSS client of a process that has an end sent again under the marker of its first delivery, once it counts as undelivered. A delivery that
/// is under way writes it back as delivered and takes the marker away.
/// </summary>
internal sealed class ResentUnderOneMarker(IOssClient inner) : MutatedOssClient(inner)
{
    public override async Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!Marker.TryParse(key, out var marker) || marker.Resend is null)
        {
            await base.PutAsync(key, body, cancellationToken);
            return;
        }

        var first = marker with { Resend = null };
        var state = DeliveryState.Parse(await base.GetAsync(LedgerKeys.DeliveryState(marker.Run), cancellationToken));
        var left = new DeliveryState(state.Entries.Where(entry => !entry.Key.StartsWith($"{first.Delivery}/", StringComparison.Ordinal)).ToDictionary());
        await base.PutAsync(LedgerKeys.DeliveryState(marker.Run), left.ToJson(), cancellationToken);
        await base.PutAsync(first.Key, body, cancellationToken);
    }
}
