using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Stops the loop of a workflow that writes over its own input: each write would be an upload, and each upload paid for.</summary>
internal sealed class RestartLimit(IRunLedger ledger, StartOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How many runs one object may have within an hour.</summary>
    public int RestartsPerHour => options.RestartsPerHour;

    public async Task<bool> IsExceededAsync(RunId run, CancellationToken cancellationToken) =>
        (await ledger.RunsOfKeyAsync(run, clock.GetUtcNow() - Window, cancellationToken)).Count > RestartsPerHour;
}
