using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Stops the loop of a workflow that writes over its own input: each write would be an upload, and each upload paid for.</summary>
internal sealed class RestartLimit(IRunLedger ledger, StartOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> IsExceededAsync(RunId run, CancellationToken cancellationToken) =>
        (await ledger.RunsOfKeyAsync(run, clock.GetUtcNow() - Window, cancellationToken)).Count > options.RestartsPerHour;
}
