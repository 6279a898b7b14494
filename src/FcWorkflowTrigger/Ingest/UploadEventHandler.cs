using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>From an event to opened runs: every entry, every rule that takes it.</summary>
internal sealed class UploadEventHandler(
    RuleSet rules,
    UploadDecision decision,
    RunOpener opener,
    SidecarArrival arrival,
    OwnOutputs outputs,
    IngestOptions options,
    ILogger<UploadEventHandler> logger)
{
    /// <exception cref="MalformedEventException">The event cannot be read.</exception>
    /// <exception cref="AggregateException">Some uploads could not be brought on; the others were.</exception>
    public async Task HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();

        foreach (var upload in UploadEvents.Read(document, options.Region))
        {
            // One upload in trouble must not hold up the others of the same event.
            await CollectAsync(failures, () => HandleUploadAsync(upload, invocation, failures, cancellationToken), cancellationToken);
        }

        if (failures.Count > 0)
        {
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
        }
    }

    private async Task HandleUploadAsync(Upload upload, Invocation invocation, List<Exception> failures, CancellationToken cancellationToken)
    {
        // Decide: refusals are no failures, since no retry would change them.
        var admission = await decision.DecideAsync(upload, cancellationToken);
        StartLog.DryRunMatched(logger, upload, admission.DryRunRules);

        switch (admission)
        {
            case Admission.Refused { Reason: RefusalReason.Sidecar }:
                await ContinueRunsAsync(upload, invocation, failures, cancellationToken);
                break;
            case Admission.Refused refused:
                StartLog.Refused(logger, upload, refused.Reason);
                break;
            case Admission.Admitted when await outputs.IncludeAsync(upload, cancellationToken):
                StartLog.Refused(logger, upload, RefusalReason.OwnOutput);
                break;
            case Admission.Admitted admitted:
                await OpenAsync(upload, admitted.Plans, invocation, failures, cancellationToken);
                break;
            case Admission.Undecided:
                throw new UndecidedException(upload);
            case var unknown:
                throw new InvalidOperationException($"Nothing is known to do with {unknown}.");
        }
    }

    private async Task OpenAsync(
        Upload upload, IReadOnlyList<StartPlan> plans, Invocation invocation, List<Exception> failures, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            await CollectAsync(
                failures,
                () => RunFailedException.ExecuteAsync(
                    () => RunId.Create(upload, plan.Rule.Name),
                    () => opener.OpenAsync(upload, plan, rules.Hash, invocation, cancellationToken)),
                cancellationToken);
        }
    }

    private async Task ContinueRunsAsync(Upload sidecar, Invocation invocation, List<Exception> failures, CancellationToken cancellationToken)
    {
        foreach (var run in await arrival.ListRunsBesideAsync(sidecar, cancellationToken))
        {
            await CollectAsync(
                failures,
                () => RunFailedException.ExecuteAsync(() => run, () => arrival.ContinueAsync(run, invocation, cancellationToken)),
                cancellationToken);
        }
    }

    private static async Task CollectAsync(List<Exception> failures, Func<Task> work, CancellationToken cancellationToken)
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
