using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>An operator's commands about deliveries of outcomes.</summary>
internal sealed class DeliveryCommands(Outbox outbox, RunJournal journal, IEnumerable<IOutcomeSink> sinks, TimeProvider clock)
{
    private readonly IOutcomeSink[] _sinks = [.. sinks];

    /// <summary>Has an outcome delivered to every receiver once more, with its id, and the object marked with it once more. The next sweep does it.</summary>
    /// <exception cref="DecisionException">No sink takes it, or there is no such run, or no such end of it.</exception>
    public async Task<ResendReply> ResendAsync(ReconcileRequest.Resend command, Invocation invocation, CancellationToken cancellationToken)
    {
        if (await journal.ReadAsync(command.Run, cancellationToken) is not WorkflowRun.Opened { History: var history })
        {
            throw new DecisionException($"RUN-UNKNOWN: the ledger does not hold run {command.Run}. Copy the id from the log of the function.");
        }

        var outcome = OutcomeFactory.Create(history).FirstOrDefault(outcome => outcome.Data.Run.Seq == command.End)
            ?? throw new DecisionException($"DELIVERY-UNKNOWN: record {command.End} of run {command.Run} is not an end of it, so there is nothing to send.");

        Ensure(_sinks.Any(sink => sink.Takes(outcome)));
        await outbox.AnnounceAgainAsync(command.Run, command.End, invocation.RequestId, cancellationToken);
        return new(command.Run.Value, command.End, outcome.Id);
    }

    /// <summary>Sends one test event to each receiver, now, and waits for the results.</summary>
    /// <exception cref="DecisionException">There is no receiver.</exception>
    public async Task<DeliveryTestReply> TestAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        IOutcomeSink[] receivers = [.. _sinks.Where(sink => sink.IsReceiver)];
        Ensure(receivers.Length > 0);

        // An id of its own for each test, so that no receiver takes it for a repetition.
        _ = RunId.TryParse(Sha256Hex.Compute($"test\n{invocation.RequestId}").AsSpan(..RunId.Length), out var id);
        var test = OutcomeFactory.CreateTest(id, clock.GetUtcNow());
        return new(test.Id, await Task.WhenAll(receivers.Select(sink => TestAsync(sink, test, cancellationToken))));
    }

    private static async Task<ReceiverResult> TestAsync(IOutcomeSink sink, Outcome test, CancellationToken cancellationToken)
    {
        try
        {
            return new(sink.Name, await sink.DeliverAsync(test, cancellationToken) switch
            {
                SinkReply.Delivered => DeliveryEntry.Delivered,
                SinkReply.Gone gone => gone.Reason,
                SinkReply.Obsolete obsolete => obsolete.Reason,
                SinkReply.Later later => later.Reason,
                var unknown => throw new InvalidOperationException($"The sink reply {unknown} is not handled."),
            });
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return new(sink.Name, failure.GetType().Name);
        }
    }

    private static void Ensure(bool hasReceiver)
    {
        if (!hasReceiver)
        {
            throw new DecisionException("DELIVERIES-NONE: no system receives outcomes. Set OUTCOME_WEBHOOKS.");
        }
    }
}
