using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Writes down that IMS runs a task, and lets the task be found by its id; however it was learnt.</summary>
internal sealed class StartRecorder(RunJournal journal, IRunLedger ledger)
{
    /// <returns>Started; null when somebody else moved the run first.</returns>
    public async Task<WorkflowRun?> TryRecordAsync(WorkflowRun run, StartedRecord started, Invocation invocation, CancellationToken cancellationToken)
    {
        var pointing = ledger.PutPointerAsync(started.TaskId, run.Id, cancellationToken);
        var recording = journal.TryRecordAsync(run, started, invocation, cancellationToken);
        await Task.WhenAll(pointing, recording);
        return await recording;
    }
}
