using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Opens the runs of an event: one for each entry and each rule that matches it.</summary>
internal sealed class UploadEventHandler(
    RuleSet rules,
    UploadDecision decision,
    RunOpener opener,
    RunContinuer continuer,
    SidecarArrival arrival,
    OwnOutputs outputs,
    ILogger<UploadEventHandler> logger)
{
    /// <exception cref="AggregateException">Several uploads failed; the others were handled.</exception>
    public async Task HandleAsync(IReadOnlyList<Upload> uploads, Invocation invocation, CancellationToken cancellationToken)
    {
        var (failures, opened) = (new List<Exception>(), new List<WorkflowRun>());

        foreach (var upload in uploads)
        {
            // A failure of one upload must not stop the other uploads of the event.
            await TryAsync(failures, () => HandleUploadAsync(upload, invocation, opened, failures, cancellationToken), cancellationToken);
        }

        // Only now: while one run waits, all others of the event are in the ledger.
        foreach (var run in opened.Where(run => continuer.IsSoonQuiet(run, invocation)).ToArray())
        {
            await TryAsync(
                failures,
                () => RunFailedException.ExecuteAsync(() => run.Id, () => continuer.ContinueWhenQuietAsync(run, invocation, cancellationToken)),
                cancellationToken);
        }

        if (failures.Count > 0)
        {
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
        }
    }

    private async Task HandleUploadAsync(
        Upload upload, Invocation invocation, List<WorkflowRun> opened, List<Exception> failures, CancellationToken cancellationToken)
    {
        // Decide: a refusal is not a failure, because a retry would not change it.
        var admission = await decision.DecideAsync(upload, cancellationToken);
        StartLog.DryRunMatched(logger, upload, admission.DryRunRules);

        switch (admission)
        {
            case Admission.Refused { Reason: RefusalReason.Sidecar }:
                await ContinueRunsAsync(upload, invocation, failures, cancellationToken);
                break;
            case Admission.Refused refused:
                StartLog.Refused(logger, upload, refused.Reason, refused.Detail);
                break;
            case Admission.Admitted when await outputs.ContainsAsync(upload, cancellationToken):
                StartLog.Refused(logger, upload, RefusalReason.OwnOutput);
                break;
            case Admission.Admitted admitted:
                await OpenRunsAsync(upload, admitted.Plans, invocation, opened, failures, cancellationToken);
                break;
            case Admission.Undecided:
                throw new UndecidedException(upload);
            case var unknown:
                throw new InvalidOperationException($"UploadEventHandler does not know the decision {unknown}.");
        }
    }

    private async Task OpenRunsAsync(
        Upload upload,
        IReadOnlyList<StartPlan> plans,
        Invocation invocation,
        List<WorkflowRun> opened,
        List<Exception> failures,
        CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            await TryAsync(
                failures,
                () => RunFailedException.ExecuteAsync(
                    () => RunId.Create(upload, plan.Rule.Name),
                    async () =>
                    {
                        if (await opener.OpenAsync(upload, plan, rules.Hash, invocation, cancellationToken) is { } run)
                        {
                            opened.Add(run);
                        }
                    }),
                cancellationToken);
        }
    }

    private async Task ContinueRunsAsync(Upload sidecar, Invocation invocation, List<Exception> failures, CancellationToken cancellationToken)
    {
        foreach (var run in await arrival.ListRunsBesideAsync(sidecar, cancellationToken))
        {
            await TryAsync(
                failures,
                () => RunFailedException.ExecuteAsync(() => run, () => continuer.ContinueAsync(run, invocation, cancellationToken)),
                cancellationToken);
        }
    }

    private static async Task TryAsync(List<Exception> failures, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Add(failure);
        }
    }
}
