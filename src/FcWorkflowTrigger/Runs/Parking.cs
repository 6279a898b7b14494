using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs;

/// <summary>Leaves a run to a person, who learns of it here.</summary>
internal static class Parking
{
    /// <param name="reason">One of <see cref="ParkRecord"/>'s.</param>
    /// <returns>Parked; or whatever somebody else has made of the run meanwhile.</returns>
    public static async Task<WorkflowRun> ParkAsync(
        this RunJournal journal, WorkflowRun.Opened run, string reason, ILogger logger, Invocation invocation, CancellationToken cancellationToken)
    {
        if (await journal.TryRecordAsync(run, new ParkRecord { Reason = reason }, invocation, cancellationToken) is not { } parked)
        {
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        StartLog.Parked(logger, run.Id, reason);
        return parked;
    }
}
