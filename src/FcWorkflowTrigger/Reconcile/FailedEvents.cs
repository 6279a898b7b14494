using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The events that Function Compute gave up on: reconcile is the last to hold them.</summary>
internal sealed class FailedEvents(IngestHandler handler, IRunLedger ledger, ILogger<FailedEvents> logger)
{
    private const int MaxNameLength = 64;
    private const int HashDigits = 16;

    /// <summary>Handles the event as ingest would, and keeps it when that cannot be done.</summary>
    public async Task RetryAsync(ReconcileRequest.FailedEvent failed, Invocation invocation, CancellationToken cancellationToken)
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

    /// <summary>Keeps a document that is no request: it may be the only copy of an event.</summary>
    public Task KeepDocumentAsync(ReadOnlyMemory<byte> document, string requestId, CancellationToken cancellationToken) =>
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
