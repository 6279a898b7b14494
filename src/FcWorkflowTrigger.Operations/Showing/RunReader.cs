using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>Reads everything about one run: its log, its task in IMS, and the deliveries of its outcomes.</summary>
internal sealed class RunReader(LedgerView view, TaskReader tasks, TimeProvider clock)
{
    /// <param name="command">Completes a command for the same cloud.</param>
    /// <exception cref="OperationException">The ledger does not hold the run.</exception>
    public async Task<ShowReport> ReadAsync(RunId id, IReadOnlyList<RunId> others, Func<string, string> command, CancellationToken cancellationToken)
    {
        var deliveries = ReadDeliveriesAsync(view, id, cancellationToken);

        if (WorkflowRun.From(await view.Ledger.ReadAsync(id, cancellationToken)) is not WorkflowRun.Opened run)
        {
            throw new OperationException("RUN-UNKNOWN", $"the ledger does not hold run {id}. It may have expired, or lie in another ledger (LEDGER_BUCKET, LEDGER_MODE).");
        }

        var (records, told, now) = (run.History.Records, await deliveries, clock.GetUtcNow());
        var taskId = records.OfType<StartedRecord>().LastOrDefault()?.TaskId;
        var claim = records.OfType<ClaimRecord>().First();
        var nextDelivery = told.Min(delivery => delivery.NextAt);

        return new(
            id.Value,
            run.StateWord,
            Verdicts.Describe(run, now),
            claim.Src.ToUpload().Address,
            claim.Src.Etag,
            claim.Src.Size,
            claim.Rule,
            run.Claim.WorkflowId,
            claim.At,
            run.IsOver ? records[^1].At : null,
            records.OfType<IntentRecord>().LastOrDefault()?.MediaId,
            Timeline.Create(records),
            taskId is null ? null : await tasks.ReadAsync(taskId, cancellationToken),
            told,
            Verdicts.FindNext(run, nextDelivery, now),
            Verdicts.FindCommands(run, IsUndelivered(told), command, now),
            [.. others.Select(other => other.Value)],
            run.Claim.Plan?.TaskUserData is { } fields ? TaskFields.Parse(fields) : null,
            run is WorkflowRun.Started started ? RunDeadlines.ExpectedEnd(started) : null,
            RunTags.Fill(run.History),
            MarkVerdict.Describe(run, told, now),
            QuietGate.Until(run),
            RunOrigin.Of(claim));
    }

    public static async Task<IReadOnlyList<DeliveryView>> ReadDeliveriesAsync(LedgerView view, RunId run, CancellationToken cancellationToken) =>
        [.. DeliveryState.Parse(await view.Outbox.ReadStateAsync(run, cancellationToken)).Entries
            .OrderBy(entry => entry.Value.At)
            .Select(entry => DeliveryState.TryParseKey(entry.Key, out var end, out var resend, out var sink)
                ? new DeliveryView(end, sink, entry.Value.Attempts, entry.Value.Last, entry.Value.NextAt, resend)
                : null)
            .OfType<DeliveryView>()
            .OrderBy(delivery => delivery.End).ThenBy(delivery => delivery.Sink, StringComparer.Ordinal)];

    /// <summary>Whether a receiver was sent an end of the run and never took it.</summary>
    private static bool IsUndelivered(IEnumerable<DeliveryView> told) =>
        told.GroupBy(delivery => (delivery.End, delivery.Sink)).Any(sink => sink.All(delivery => delivery.Last != DeliveryEntry.Delivered && !MarkVerdict.IsObsolete(delivery)));
}
