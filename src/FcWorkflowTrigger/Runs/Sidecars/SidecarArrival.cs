using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Finds the runs that wait for a sidecar when the sidecar comes after its object.</summary>
/// <remarks>A run is claimed before it reads the sidecar, and this class lists runs after the sidecar was put. So one of the two always sees the other.</remarks>
internal sealed class SidecarArrival(IRunLedger ledger, StartOptions options, ILogger<SidecarArrival> logger, TimeProvider clock)
{
    /// <summary>Lists the runs of the object beside the sidecar that may still wait.</summary>
    public async Task<IReadOnlyCollection<RunId>> ListRunsBesideAsync(Upload sidecar, CancellationToken cancellationToken)
    {
        var longest = options.GiveUpAfter > SidecarPolicy.LongestWait ? options.GiveUpAfter : SidecarPolicy.LongestWait;
        var any = RunId.Create(sidecar with { Key = SidecarKey.GetMediaKey(sidecar.Key) }, ruleName: "");
        var runs = await ledger.ListRunsForKeyAsync(any, clock.GetUtcNow() - longest, cancellationToken);
        SidecarLog.Arrived(logger, sidecar, runs.Count);
        return runs;
    }
}
