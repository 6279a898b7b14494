using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Starting;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Whatever the other two functions missed: by the timer, by Function Compute's failure destination, or by a person's decision.</summary>
internal sealed class ReconcileHandler(
    Sweep sweep, OutcomeDelivery delivery, Decisions decisions, UploadIntake intake, IRunLedger ledger, ILogger<ReconcileHandler> logger)
{
    /// <exception cref="MalformedEventException">The event is none of the three.</exception>
    public Task HandleAsync(ReadOnlyMemory<byte> document, FcContext context, CancellationToken cancellationToken) => ReconcileRequest.Read(document) switch
    {
        ReconcileRequest.Sweep => SweepAsync(context, cancellationToken),
        ReconcileRequest.GivenUp given => TakeUpAsync(given, context, cancellationToken),
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
            // No run can be made of it, and nobody else has it any more: it is kept for a person.
            await ledger.KeepUnreadableAsync(given.RequestId, given.Payload, cancellationToken);
            ReconcileLog.KeptUnreadable(logger, given.RequestId, unreadable);
        }
        catch (StartDeferredException deferred)
        {
            // The run is in the ledger with its marker, so the sweeps have it.
            ReconcileLog.LeftToSweeps(logger, given.RequestId, deferred);
        }
    }
}
