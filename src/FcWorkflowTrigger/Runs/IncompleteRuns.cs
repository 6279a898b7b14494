using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs;

/// <summary>Leaves a run whose records were deleted to an operator: its task may have been paid for, so nothing is started, and no sweep visits the run again.</summary>
internal sealed class IncompleteRuns(IRunLedger ledger, ILogger<IncompleteRuns> logger)
{
    /// <summary>Keeps the known facts about the run in the ledger, logs it, and deletes its marker.</summary>
    /// <param name="claim">The claim of the run, or the claim that was about to be written; null when it is gone too.</param>
    public async Task LeaveAsync(LedgerIncompleteException why, Marker marker, ClaimRecord? claim, CancellationToken cancellationToken)
    {
        var known = claim is null ? Encoding.ASCII.GetBytes(why.Run.Value) : JsonSerializer.SerializeToUtf8Bytes(claim, LedgerJson.Default.RunRecord);
        await ledger.KeepUnreadableAsync($"incomplete-{why.Run}", known, cancellationToken);
        IncompleteRunsLog.Left(logger, why.Message);
        await ledger.DeleteMarkerAsync(marker, cancellationToken);
    }
}
