using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>A sidecar has come after its object: the runs that wait for it go on.</summary>
/// <remarks>A run is claimed before it looks, and this looks for runs after the sidecar was put: whichever came first, one of the two sees the other.</remarks>
internal sealed class SidecarArrival(
    IRunLedger ledger, RunJournal journal, RunRecoverer recovery, RunCloser closer, StartOptions options, ILogger<SidecarArrival> logger, TimeProvider clock)
{
    /// <summary>The runs of the object beside it that may still wait.</summary>
    public async Task<IReadOnlyCollection<RunId>> RunsBesideAsync(Upload sidecar, CancellationToken cancellationToken)
    {
        var longest = options.GiveUpAfter > SidecarPolicy.LongestWait ? options.GiveUpAfter : SidecarPolicy.LongestWait;
        var any = RunId.Create(sidecar with { Key = SidecarKey.GetMediaKey(sidecar.Key) }, ruleName: "");
        var runs = await ledger.RunsOfKeyAsync(any, clock.GetUtcNow() - longest, cancellationToken);
        SidecarLog.Arrived(logger, sidecar, runs.Count);
        return runs;
    }

    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task BringOnAsync(RunId id, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);

        // Claimed, it may have been planned by an earlier try of this same invocation.
        if (run is not (WorkflowRun.Waiting or WorkflowRun.Claimed))
        {
            return;
        }

        if (await recovery.RecoverAsync(run, invocation, cancellationToken) is WorkflowRun.Opened { IsOver: true } over)
        {
            await closer.CloseAsync(over, cancellationToken);
        }
    }
}
