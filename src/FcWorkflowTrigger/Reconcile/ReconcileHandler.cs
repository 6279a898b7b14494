using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Formats;
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
    private const int MaxNameLength = 64;
    private const int HashDigits = 16;

    /// <exception cref="DecisionException">A decision can change nothing, or does not name a run and an action.</exception>
    public Task HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken) => ReconcileRequest.Parse(document) switch
    {
        ReconcileRequest.Sweep => SweepAsync(invocation, cancellationToken),
        ReconcileRequest.FailedEvent failed => RetryEventAsync(failed, invocation, cancellationToken),
        ReconcileRequest.Unknown => KeepDocumentAsync(document, invocation.RequestId, cancellationToken),
        ReconcileRequest.Decision decision => commands.ExecuteAsync(decision, invocation, cancellationToken),
        var unknown => throw new InvalidOperationException($"The request {unknown} is not handled."),
    };

    private async Task SweepAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await sweep.RunAsync(invocation, cancellationToken);
        await delivery.RunAsync(invocation.TimeLimit, cancellationToken);
    }

    private async Task RetryEventAsync(ReconcileRequest.FailedEvent failed, Invocation invocation, CancellationToken cancellationToken)
    {
        var name = GetName(failed.RequestId, failed.Payload);
        ReconcileLog.TakenUp(logger, name);

        try
        {
            await handler.HandleAsync(failed.Payload, invocation, cancellationToken);
        }
        catch (MalformedEventException unreadable)
        {
            await KeepEventAsync(name, failed.Payload, unreadable, cancellationToken);
        }
        catch (StartDeferredException deferred) when (!CredentialProblem.Is(deferred))
        {
            // The run and its marker are in the ledger, so the sweeps continue it.
            ReconcileLog.LeftToSweeps(logger, name, deferred);
        }
        catch (Exception failure)
        {
            // Function Compute tries again, and this may be the last try. So the event is kept also when the time of this try is over: the
            // write then has the two seconds in which the function still may answer.
            await KeepEventAsync(name, failed.Payload, failure, cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
            throw;
        }
    }

    private Task KeepDocumentAsync(ReadOnlyMemory<byte> document, string requestId, CancellationToken cancellationToken) =>
        KeepEventAsync(GetName(requestId, document), document, null, cancellationToken);

    // No other copy of the event exists, so it is kept for an operator.
    private async Task KeepEventAsync(string name, ReadOnlyMemory<byte> document, Exception? reason, CancellationToken cancellationToken)
    {
        await ledger.KeepUnreadableAsync(name, document, cancellationToken);
        ReconcileLog.Kept(logger, name, reason);
    }

    // An id of another shape is not used as a name; the hash of the event is used instead.
    private static string GetName(string requestId, ReadOnlyMemory<byte> document) =>
        requestId is { Length: > 0 and <= MaxNameLength } && requestId.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? requestId
            : Sha256Hex.Compute(document.Span)[..HashDigits];
}
