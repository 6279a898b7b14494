using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs;

/// <summary>Until when a claim keeps other invocations away, and until when IMS is asked to start a run.</summary>
internal sealed class RunDeadlines(StartOptions options, TimeProvider clock)
{
    /// <summary>Another invocation may take the claim over.</summary>
    /// <remarks>Function Compute repeats a request id only after the earlier try has ended, so a claim of the same request is our own, left behind.</remarks>
    public bool IsFree(ClaimRecord claim, Invocation invocation) =>
        claim.LeaseEnd <= clock.GetUtcNow() || claim.By.StartsWith($"{invocation.RequestId}/", StringComparison.Ordinal);

    /// <summary>The run has been tried for <see cref="StartOptions.GiveUpAfter"/>.</summary>
    /// <remarks>From the first start on, or else from the first record after the run was opened: what the run waited for before was not IMS.</remarks>
    public bool IsOverdue(WorkflowRun.Opened run) =>
        (run.History.Records.FirstOrDefault(static record => record is IntentRecord) ?? run.History.Records.ElementAtOrDefault(1)) is { } first
        && first.At + options.GiveUpAfter <= clock.GetUtcNow();

    /// <summary>IMS has had <see cref="StartOptions.GiveUpAfter"/> to show a task that it does not know.</summary>
    public bool IsTaskLost(WorkflowRun.Started run) => run.Start.At + options.GiveUpAfter <= clock.GetUtcNow();
}
