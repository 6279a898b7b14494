using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Runs the bytes of a failed, rejected or canceled run once more, as a run of its own, opened as the run of an upload is.</summary>
internal sealed class RunRedriver(
    RedriveCheck check, UploadDecision decision, RuleSet rules, ClaimPlanner planner, RunOpener opener, RunJournal journal, ILogger<RunRedriver> logger)
{
    /// <returns>The new run; the run of an earlier, equal command, when there was one.</returns>
    /// <exception cref="DecisionException">The run must not be run once more.</exception>
    public async Task<WorkflowRun> RedriveAsync(
        WorkflowRun.Opened forerunner, ReconcileRequest.Decision command, Invocation invocation, CancellationToken cancellationToken)
    {
        var upload = RedriveCheck.CreateUpload(forerunner);
        var id = RunId.Create(upload, forerunner.Claim.Rule);

        // A run of an earlier, equal command is opened again too: its process may have died.
        var claim = await journal.ReadAsync(id, cancellationToken) is WorkflowRun.Opened earlier
            ? earlier.Claim
            : await CreateClaimAsync(forerunner, upload, command, cancellationToken);
        await OpenAsync(id, claim, invocation, cancellationToken);
        return await journal.ReadAsync(id, cancellationToken);
    }

    private async Task<ClaimRecord> CreateClaimAsync(
        WorkflowRun.Opened forerunner, Upload redrive, ReconcileRequest.Decision command, CancellationToken cancellationToken)
    {
        var upload = await check.EnsureAllowedAsync(forerunner, redrive, command.IsForced, cancellationToken);
        var plan = await PlanAsync(forerunner, upload, cancellationToken);
        return planner.CreateClaim(upload, plan, rules.Hash) with { Forerunner = forerunner.Id.Value, Note = command.Note };
    }

    private async Task<StartPlan> PlanAsync(WorkflowRun.Opened forerunner, Upload upload, CancellationToken cancellationToken) =>
        await decision.DecideAsync(upload, cancellationToken) switch
        {
            Admission.Undecided => throw new UndecidedException(upload),
            Admission.Admitted admitted when admitted.Plans.FirstOrDefault(plan => plan.Rule.Name == forerunner.Claim.Rule) is { } plan => plan,
            _ => throw new DecisionException(
                $"REDRIVE-RULE: rule '{forerunner.Claim.Rule}' of run {forerunner.Id} does not take its object any more. `explain` shows why."),
        };

    private async Task OpenAsync(RunId id, ClaimRecord claim, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            await opener.OpenAsync(claim, invocation, cancellationToken);
        }
        catch (StartDeferredException deferred) when (!CredentialProblem.Is(deferred))
        {
            // The run and its marker are in the ledger, so the sweeps continue it.
            ReconcileLog.RedriveDeferred(logger, id, deferred);
        }
    }
}
