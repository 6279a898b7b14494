using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks what sweeps that look for missed events promise: what lies there has a run, although its event never came, and nothing too old is taken.</summary>
internal static class CatchUpPromises
{
    // Within a day the faults of a schedule let some rounds through. Within two hours they may all fail, which is logged, and not promised otherwise.
    private static readonly TimeSpan Promised = TimeSpan.FromDays(1);

    // Clocks that are wrong, and the time of a sweep.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);

    public static void Check(Scenario scenario, SimulatedDeployment deployment)
    {
        if (scenario.CatchUp is not { } since)
        {
            return;
        }

        foreach (var (number, upload) in deployment.Uploads.Index())
        {
            // Of an object that was overwritten nothing is left to look at.
            if (since >= Promised && scenario.Silent.Contains(number) && !deployment.Uploads.Skip(number + 1).Any(later => later.Key == upload.Key) && !HasRun(deployment, upload))
            {
                throw new ViolationException($"The event of {upload} was missed, and its bytes have no run.");
            }
        }

        foreach (var claim in deployment.Asked.Where(asked => asked.IsBackfill).Select(asked => Claim(deployment, asked)).Where(claim => claim?.Via == ClaimVia.CatchUp))
        {
            deployment.Loop.Counts.Increment(Situation.CaughtUpObject);

            if (claim!.Src.ToUpload().Time + (2 * since) + Margin < claim.At)
            {
                throw new ViolationException($"{claim.Src.Key} was taken up at {claim.At:u}, when it was too old.");
            }
        }
    }

    private static bool HasRun(SimulatedDeployment deployment, Upload upload) =>
        Claim(deployment, upload.AsBackfill()) is not null
        || deployment.Runs.Any(other => other.Key == upload.Key && other.ETag == upload.ETag && Claim(deployment, other) is not null);

    private static ClaimRecord? Claim(SimulatedDeployment deployment, Upload upload) =>
        deployment.Read(SimulatedDeployment.RunOf(upload)).History.Records is [ClaimRecord claim, ..] ? claim : null;
}
