using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Starting;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Whatever the other two functions missed: by the timer, by Function Compute's failure destination, or by a person's decision.</summary>
internal sealed class ReconcileHandler(
    Sweep sweep, OutcomeDelivery delivery, Decisions decisions, UploadIntake intake, IRunLedger ledger, ILogger<ReconcileHandler> logger)
{
    /// <exception cref="MalformedEventException">A decision about no run.</exception>
    public Task HandleAsync(ReadOnlyMemory<byte> document, FcContext context, CancellationToken cancellationToken) => ReconcileRequest.Read(document) switch
    {
        ReconcileRequest.Sweep => SweepAsync(context, cancellationToken),
        ReconcileRequest.GivenUp given => TakeUpAsync(given, context, cancellationToken),
        ReconcileRequest.Unknown => KeepAsync(context.RequestId, document, null, cancellationToken),
        ReconcileRequest.Decision decision => decisions.CarryOutAsync(decision, context, cancellationToken),
        var unknown => throw new InvalidOperationException($"Nothing is known to do with {unknown}."),
    };

    private async Task SweepAsync(FcContext context, CancellationToken cancellationToken)
    {
        await sweep.RunAsync(context, cancellationToken);
        await delivery.RunAsync(context, cancellationToken);
    }

    private async Task TakeUpAsync(ReconcileRequest.GivenUp given, FcContext context, CancellationToken cancellationToken)
    {
        ReconcileLog.TakenUp(logger, given.RequestId);

        try
        {
            await intake.TakeAsync(given.Payload, context, cancellationToken);
        }
        catch (MalformedEventException unreadable)
        {
            await KeepAsync(given.RequestId, given.Payload, unreadable, cancellationToken);
        }
        catch (StartDeferredException deferred) when (!CredentialProblem.Is(deferred))
        {
            // The run is in the ledger with its marker, so the sweeps have it.
            ReconcileLog.LeftToSweeps(logger, given.RequestId, deferred);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Function Compute tries again, and this may be the last time.
            await KeepAsync(given.RequestId, given.Payload, failure, cancellationToken);
            throw;
        }
    }

    // Nobody else has it any more: it is kept for a person.
    private async Task KeepAsync(string name, ReadOnlyMemory<byte> document, Exception? why, CancellationToken cancellationToken)
    {
        await ledger.KeepUnreadableAsync(name, document, cancellationToken);
        ReconcileLog.Kept(logger, name, why);
    }
}
