using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs;

/// <summary>Leaves a run whose records have been deleted to a person: its task may have been paid for, so nothing is started and no sweep comes back.</summary>
internal sealed class IncompleteRuns(IRunLedger ledger, ILogger<IncompleteRuns> logger)
{
    /// <summary>Keeps what is known of the run, tells of it, and takes its marker away.</summary>
    /// <param name="claim">What the run was, or was about to be, claimed with; null when that is gone too.</param>
    public async Task LeaveAsync(LedgerIncompleteException why, Marker marker, ClaimRecord? claim, CancellationToken cancellationToken)
    {
        var known = claim is null ? Encoding.ASCII.GetBytes(why.Run.Value) : JsonSerializer.SerializeToUtf8Bytes(claim, LedgerJson.Default.RunRecord);
        await ledger.KeepUnreadableAsync($"incomplete-{why.Run}", known, cancellationToken);
        IncompleteRunsLog.Left(logger, why.Message);
        await ledger.DeleteMarkerAsync(marker, cancellationToken);
    }
}
