using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Metrics;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The reconcile function. It is invoked by the timer, by Function Compute's failure destination, or by an operator.</summary>
internal sealed class ReconcileHandler(
    Sweep sweep,
    RunMarks marks,
    OutcomeDelivery delivery,
    RunExport export,
    FailedEvents events,
    OperatorCommands commands,
    DeliveryCommands deliveries,
    EventReplay replay,
    TimeProvider clock)
{
    // An export begins no request after its own part of the function's time, nor so late that the longest wait for an answer would pass its end.
    private const double ShareForExport = 0.1;
    private const double LastExport = 0.9;

    /// <returns>The JSON that answers an operator; empty for the other callers.</returns>
    /// <exception cref="DecisionException">An operator's command is not whole, or can change nothing.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (ReconcileRequest.Parse(document))
        {
            case ReconcileRequest.Sweep:
                await SweepAsync(invocation, cancellationToken);
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

    private async Task SweepAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var summary = await sweep.RunAsync(invocation, cancellationToken);
        var swept = clock.GetUtcNow();
        var parked = await marks.CheckAsync(cancellationToken);
        await delivery.RunAsync(invocation.TimeLimit, cancellationToken);

        var facts = new SweepFacts(began, swept - began, summary.Open - summary.Waiting, summary.Waiting, parked, summary.Overdue, summary.Errors);
        var (last, own) = (began + (invocation.TimeLimit * LastExport), clock.GetUtcNow() + (invocation.TimeLimit * ShareForExport));
        await export.RunAsync(facts, own < last ? own : last, cancellationToken);
    }
}
