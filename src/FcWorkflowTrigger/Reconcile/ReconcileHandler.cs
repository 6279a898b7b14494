using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Whatever the other two functions missed: by the timer, by Function Compute's failure destination, or by a person's decision.</summary>
internal sealed class ReconcileHandler(
    Sweep sweep, OutcomeDelivery delivery, OperatorCommands decisions, UploadEventHandler handler, IRunLedger ledger, ILogger<ReconcileHandler> logger)
{
    /// <exception cref="MalformedEventException">A decision about no run.</exception>
    public Task HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken) => ReconcileRequest.Read(document) switch
    {
        ReconcileRequest.Sweep => SweepAsync(invocation, cancellationToken),
        ReconcileRequest.GivenUp given => TakeUpAsync(given, invocation, cancellationToken),
        ReconcileRequest.Unknown => KeepAsync(invocation.RequestId, document, null, cancellationToken),
        ReconcileRequest.Decision decision => decisions.CarryOutAsync(decision, invocation, cancellationToken),
        var unknown => throw new InvalidOperationException($"Nothing is known to do with {unknown}."),
    };

    private async Task SweepAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await sweep.RunAsync(invocation, cancellationToken);
        await delivery.RunAsync(invocation, cancellationToken);
    }

    private async Task TakeUpAsync(ReconcileRequest.GivenUp given, Invocation invocation, CancellationToken cancellationToken)
    {
        ReconcileLog.TakenUp(logger, given.RequestId);

        try
        {
            await handler.HandleAsync(given.Payload, invocation, cancellationToken);
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
