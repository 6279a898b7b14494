using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs;

/// <summary>Parks a run: a person must decide about it. The log says so.</summary>
internal static class Parking
{
    /// <param name="reason">One of the reasons in <see cref="ParkRecord"/>.</param>
    /// <returns>Parked; or the run's new state, when another invocation has changed it.</returns>
    public static async Task<WorkflowRun> ParkAsync(
        this RunJournal journal, WorkflowRun.Opened run, string reason, ILogger logger, Invocation invocation, CancellationToken cancellationToken)
    {
        if (await journal.TryRecordAsync(run, new ParkRecord { Reason = reason }, invocation, cancellationToken) is not { } parked)
        {
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        StartLog.Parked(logger, run, reason);
        return parked;
    }
}
