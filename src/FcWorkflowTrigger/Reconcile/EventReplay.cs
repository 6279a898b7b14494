using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Handles a kept event as the event it was, when an operator asks for it.</summary>
internal sealed class EventReplay(KeptEvents kept, IngestHandler handler, ILogger<EventReplay> logger)
{
    /// <summary>The event is deleted once each upload of it became a run or was refused by the rules. Otherwise it stays.</summary>
    /// <exception cref="DecisionException">No event is kept under this key.</exception>
    /// <exception cref="MalformedEventException">The event still cannot be read.</exception>
    public async Task<ReplayReply> ReplayAsync(string key, Invocation invocation, CancellationToken cancellationToken)
    {
        var document = key.StartsWith(LedgerKeys.UnreadableRoot, StringComparison.Ordinal) ? await kept.ReadAsync(key, cancellationToken) : null;

        if (document is null)
        {
            throw new DecisionException("EVENT-UNKNOWN: no event is kept under this key. Take a key that begins with u/ from the ledger.");
        }

        try
        {
            await handler.HandleAsync(document, invocation, cancellationToken);
        }
        catch (StartDeferredException deferred) when (!CredentialProblem.Is(deferred))
        {
            // The run and its marker are in the ledger, so the sweeps continue it.
            ReconcileLog.LeftToSweeps(logger, invocation.RequestId, deferred);
        }

        await kept.DeleteAsync(key, cancellationToken);
        return new(key);
    }
}
