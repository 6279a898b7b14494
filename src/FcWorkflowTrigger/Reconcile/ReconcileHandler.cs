using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The reconcile function. It is invoked by the timer, by Function Compute's failure destination, or by an operator's decision.</summary>
internal sealed class ReconcileHandler(
    Sweep sweep, OutcomeDelivery delivery, OperatorCommands commands, UploadEventHandler handler, IRunLedger ledger, ILogger<ReconcileHandler> logger)
{
    /// <exception cref="MalformedEventException">A decision does not name a run.</exception>
    public Task HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken) => ReconcileRequest.Parse(document) switch
    {
        ReconcileRequest.Sweep => SweepAsync(invocation, cancellationToken),
        ReconcileRequest.FailedEvent failed => RetryEventAsync(failed, invocation, cancellationToken),
        ReconcileRequest.Unknown => KeepEventAsync(invocation.RequestId, document, null, cancellationToken),
        ReconcileRequest.Decision decision => commands.ExecuteAsync(decision, invocation, cancellationToken),
        var unknown => throw new InvalidOperationException($"The request {unknown} is not handled."),
    };

    private async Task SweepAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await sweep.RunAsync(invocation, cancellationToken);
        await delivery.RunAsync(invocation, cancellationToken);
    }

    private async Task RetryEventAsync(ReconcileRequest.FailedEvent failed, Invocation invocation, CancellationToken cancellationToken)
    {
        ReconcileLog.TakenUp(logger, failed.RequestId);

        try
        {
            await handler.HandleAsync(failed.Payload, invocation, cancellationToken);
        }
        catch (MalformedEventException unreadable)
        {
            await KeepEventAsync(failed.RequestId, failed.Payload, unreadable, cancellationToken);
        }
        catch (StartDeferredException deferred) when (!CredentialProblem.Is(deferred))
        {
            // The run and its marker are in the ledger, so the sweeps continue it.
            ReconcileLog.LeftToSweeps(logger, failed.RequestId, deferred);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Function Compute tries again, and this may be the last try.
            await KeepEventAsync(failed.RequestId, failed.Payload, failure, cancellationToken);
            throw;
        }
    }

    // No other copy of the event exists, so it is kept for an operator.
    private async Task KeepEventAsync(string name, ReadOnlyMemory<byte> document, Exception? reason, CancellationToken cancellationToken)
    {
        await ledger.KeepUnreadableAsync(name, document, cancellationToken);
        ReconcileLog.Kept(logger, name, reason);
    }
}
