using FcWorkflowTrigger.Deciding;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Starting;

/// <summary>From an event to opened runs: every entry, every rule that takes it.</summary>
internal sealed class UploadIntake(
    RuleSet rules,
    UploadDecision decision,
    RunOpening opening,
    SidecarArrival arrival,
    OwnOutputs outputs,
    AppSettings settings,
    ILogger<UploadIntake> logger)
{
    /// <exception cref="MalformedEventException">The event cannot be read.</exception>
    /// <exception cref="AggregateException">Some uploads could not be brought on; the others were.</exception>
    public async Task TakeAsync(ReadOnlyMemory<byte> document, FcContext context, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();

        foreach (var upload in UploadEvents.Read(document, settings.Region))
        {
            // One upload in trouble must not hold up the others of the same event.
            await CollectAsync(failures, () => TakeOneAsync(upload, context, failures, cancellationToken), cancellationToken);
        }

        if (failures.Count > 0)
        {
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
        }
    }

    private async Task TakeOneAsync(Upload upload, FcContext context, List<Exception> failures, CancellationToken cancellationToken)
    {
        // Decide: refusals are no failures, since no retry would change them.
        var admission = await decision.DecideAsync(upload, cancellationToken);
        StartLog.Rehearsed(logger, upload, admission.Rehearsed);

        switch (admission)
        {
            case Admission.Refused { Reason: RefusalReason.Sidecar }:
                await GoOnAsync(upload, context, failures, cancellationToken);
                break;
            case Admission.Refused refused:
                StartLog.Refused(logger, upload, refused.Reason);
                break;
            case Admission.Admitted when await outputs.IncludeAsync(upload, cancellationToken):
                StartLog.Refused(logger, upload, RefusalReason.OwnOutput);
                break;
            case Admission.Admitted admitted:
                await OpenAsync(upload, admitted.Plans, context, failures, cancellationToken);
                break;
            case Admission.Undecided:
                throw new UndecidedException(upload);
            case var unknown:
                throw new InvalidOperationException($"Nothing is known to do with {unknown}.");
        }
    }

    private async Task OpenAsync(
        Upload upload, IReadOnlyList<StartPlan> plans, FcContext context, List<Exception> failures, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            await CollectAsync(failures, () => opening.OpenAsync(upload, plan, rules.Hash, context, cancellationToken), cancellationToken);
        }
    }

    private async Task GoOnAsync(Upload sidecar, FcContext context, List<Exception> failures, CancellationToken cancellationToken)
    {
        foreach (var run in await arrival.RunsBesideAsync(sidecar, cancellationToken))
        {
            await CollectAsync(failures, () => arrival.BringOnAsync(run, context, cancellationToken), cancellationToken);
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
