using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The reconcile function. It is invoked by the timer, by Function Compute's failure destination, or by an operator.</summary>
internal sealed class ReconcileHandler(TimerRound round, FailedEvents events, OperatorCommands commands, DeliveryCommands deliveries, EventReplay replay)
{
    /// <returns>The JSON that answers an operator; empty for the other callers.</returns>
    /// <exception cref="DecisionException">An operator's command is not whole, or can change nothing.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (ReconcileRequest.Parse(document))
        {
            case ReconcileRequest.Sweep:
                await round.RunAsync(invocation, cancellationToken);
                return default;
            case ReconcileRequest.FailedEvent failed:
                await events.RetryAsync(failed, invocation, cancellationToken);
                return default;
            case ReconcileRequest.Unknown:
                await events.KeepDocumentAsync(document, invocation.RequestId, cancellationToken);
                return default;
            case ReconcileRequest.Decision decision:
                return (await commands.ExecuteAsync(decision, invocation, cancellationToken)).ToJson();
            case ReconcileRequest.Resend resend:
                return (await deliveries.ResendAsync(resend, invocation, cancellationToken)).ToJson();
            case ReconcileRequest.TestDeliveries:
                return (await deliveries.TestAsync(invocation, cancellationToken)).ToJson();
            case ReconcileRequest.Replay kept:
                return (await replay.ReplayAsync(kept.Key, invocation, cancellationToken)).ToJson();
            case var unknown:
                throw new InvalidOperationException($"The request {unknown} is not handled.");
        }
    }
}
