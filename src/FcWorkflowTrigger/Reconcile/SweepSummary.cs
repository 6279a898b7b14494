namespace FcWorkflowTrigger.Reconcile;

/// <summary>What one sweep met.</summary>
internal sealed class SweepSummary
{
    public int Seen { get; private set; }

    public int Finished { get; private set; }

    public int Open { get; private set; }

    public int Errors { get; private set; }

    public void Count(WorkflowRun run)
    {
        Seen++;

        if (run is WorkflowRun.Finished)
        {
            Finished++;
        }
        else
        {
            Open++;
        }
    }

    public void CountError()
    {
        Seen++;
        Errors++;
    }
}
