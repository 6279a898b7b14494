using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that writes the claim before the marker.</summary>
internal sealed class MarkerAfterClaim(IRunLedger inner) : MutatedLedger(inner)
{
    private readonly Dictionary<RunId, (Marker Marker, ClaimRecord Claim)> _held = [];

    public override async Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken)
    {
        var append = await base.TryAppendAsync(history, record, cancellationToken);

        if (append is Append.Won && record is ClaimRecord { Seq: 0 } && _held.Remove(history.Id, out var held))
        {
            await base.PutMarkerAsync(held.Marker, held.Claim, cancellationToken);
        }

        return append;
    }

    public override Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken)
    {
        _held[marker.Run] = (marker, claim);
        return Task.CompletedTask;
    }
}
