using FcWorkflowTrigger.Deciding;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Starting;

/// <summary>From an event to opened runs: every entry, every rule that takes it.</summary>
internal sealed class UploadIntake(
    RuleSet rules, UploadDecision decision, RunOpening opening, OwnOutputs outputs, AppSettings settings, ILogger<UploadIntake> logger)
{
    /// <exception cref="MalformedEventException">The event cannot be read.</exception>
    /// <exception cref="AggregateException">Some uploads could not be brought on; the others were.</exception>
    public async Task TakeAsync(ReadOnlyMemory<byte> document, FcContext context, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();

        foreach (var upload in UploadEvents.Read(document.Span, settings.Region))
        {
            // Decide: refusals are no failures, since no retry would change them.
            var admission = await decision.DecideAsync(upload, cancellationToken);
            StartLog.Rehearsed(logger, upload, admission.Rehearsed);

            switch (admission)
            {
                case Admission.Refused refused:
                    StartLog.Refused(logger, upload, refused.Reason);
                    break;
                case Admission.Admitted admitted:
                    await OpenAllAsync(upload, admitted.Plans, context, failures, cancellationToken);
                    break;
                case Admission.Undecided:
                    failures.Add(new UndecidedException(upload));
                    break;
                case var unknown:
                    throw new InvalidOperationException($"Nothing is known to do with {unknown}.");
            }
        }

        if (failures.Count > 0)
        {
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
        }
    }

    private async Task OpenAllAsync(
        Upload upload, IReadOnlyList<StartPlan> plans, FcContext context, List<Exception> failures, CancellationToken cancellationToken)
    {
        try
        {
            // A run's output must not start a run.
            if (await outputs.IncludeAsync(upload, cancellationToken))
            {
                StartLog.Refused(logger, upload, RefusalReason.OwnOutput);
                return;
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Add(failure);
            return;
        }

        foreach (var plan in plans)
        {
            try
            {
                await opening.OpenAsync(upload, plan, rules.Hash, context, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One upload in trouble must not hold up the others of the same event.
                failures.Add(failure);
            }
        }
    }
}
