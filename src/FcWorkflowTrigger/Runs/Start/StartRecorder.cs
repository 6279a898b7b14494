using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Records that IMS runs a task, and writes the pointer by which the run of the task is found.</summary>
internal sealed class StartRecorder(RunJournal journal, IRunLedger ledger)
{
    /// <returns>Started; null when another invocation changed the run first.</returns>
    public async Task<WorkflowRun?> TryRecordAsync(WorkflowRun run, StartedRecord started, Invocation invocation, CancellationToken cancellationToken)
    {
        var pointing = ledger.PutPointerAsync(started.TaskId, run.Id, cancellationToken);
        var recording = journal.TryRecordAsync(run, started, invocation, cancellationToken);
        await Task.WhenAll(pointing, recording);
        return await recording;
    }
}
