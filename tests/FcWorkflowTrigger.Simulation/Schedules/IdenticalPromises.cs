using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>What skipping identical uploads promises; all uploads of one key are the same bytes here.</summary>
internal static class IdenticalPromises
{
    public static void Check(Scenario scenario, World world)
    {
        if (!scenario.SkipsIdentical)
        {
            return;
        }

        foreach (var uploads in world.Uploads.GroupBy(upload => upload.Key))
        {
            var runs = uploads.Select(upload => world.Read(RunId.Of(upload, World.RuleName))).OfType<WorkflowRun.Finished>().ToArray();
            var succeeded = runs.Where(run => run.End is DoneRecord { Outcome: "succeeded" }).ToArray();

            if (succeeded.Length > 1)
            {
                throw new ViolationException($"The same bytes of {uploads.Key} succeeded {succeeded.Length} times.");
            }

            if (runs.Any(run => run.End is CancelRecord { Reason: CancelRecord.Identical } cancel && cancel.Detail != succeeded.SingleOrDefault()?.Id.Value))
            {
                throw new ViolationException($"An upload of {uploads.Key} was skipped for a run that did not succeed.");
            }
        }
    }
}
