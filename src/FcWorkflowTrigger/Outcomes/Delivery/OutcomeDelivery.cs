using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Delivers the outcomes in the outbox to every sink. If two deliveries run at once, an outcome may be delivered twice, but none is lost.</summary>
internal sealed class OutcomeDelivery(
    Outbox outbox,
    RunJournal journal,
    OutcomeOutputs outputs,
    IEnumerable<IOutcomeSink> sinks,
    Jitter jitter,
    ILogger<OutcomeDelivery> logger,
    TimeProvider clock)
{
    // The part of the function's time that a sweep of runs leaves, less the longest try.
    private const double ShareForNewDeliveries = 0.15;

    private readonly IOutcomeSink[] _sinks = [.. sinks];

    /// <summary>Does nothing when no sink is configured.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (_sinks.Length == 0)
        {
            return;
        }

        var stopAt = clock.GetUtcNow() + (invocation.TimeLimit * ShareForNewDeliveries);
        await MarkerWalk.ForEachAsync(outbox.ListDueAsync(cancellationToken), marker => TryDeliverAsync(marker, cancellationToken), stopAt, clock);
    }

    private async Task TryDeliverAsync(Marker marker, CancellationToken cancellationToken)
    {
        try
        {
            await DeliverAsync(marker, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            // A failure of one outcome must not stop the others. The marker stays, so the next sweep tries the outcome again.
            OutcomeLog.Failed(logger, marker.Run, failure);
        }
    }

    private async Task DeliverAsync(Marker marker, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(marker.Run, cancellationToken);
        var state = DeliveryState.Parse(await outbox.ReadStateAsync(marker.Run, cancellationToken));

        // Other ends of the run have markers of their own.
        if (OutcomeFactory.Create(run.History).SingleOrDefault(outcome => outcome.Data.Run.Seq == marker.End) is { } outcome)
        {
            state = await DeliverToSinksAsync(outcome, marker.Run, state, cancellationToken);
        }
        else if (run is WorkflowRun.Unclaimed)
        {
            // The bucket's lifecycle has deleted the records, so the outcome cannot be delivered.
            OutcomeLog.RecordsGone(logger, marker.Run);
        }
        else
        {
            throw new InvalidDataException($"OUTCOME-UNKNOWN: record {marker.End} of run {marker.Run} is not an end of the run. The delivery waits; keep the records of the run and report this error.");
        }

        await outbox.RescheduleAsync(marker, FindNextAttempt(state, marker), cancellationToken);
    }

    // A delivery to a sink that is no longer configured is never tried again.
    private DateTimeOffset? FindNextAttempt(DeliveryState state, Marker marker) => state.Entries
        .Where(entry => _sinks.Any(sink => entry.Key == $"{marker.End}/{sink.Name}"))
        .Min(entry => entry.Value.NextAt);

    private async Task<DeliveryState> DeliverToSinksAsync(Outcome outcome, RunId run, DeliveryState state, CancellationToken cancellationToken)
    {
        Outcome? complete = null;

        foreach (var sink in _sinks)
        {
            var key = $"{outcome.Data.Run.Seq}/{sink.Name}";
            var entry = state.Find(key) ?? DeliveryEntry.Create(clock.GetUtcNow());

            if (entry.NextAt is { } due && due <= clock.GetUtcNow())
            {
                complete ??= await outputs.AddAsync(outcome, cancellationToken);
                var updated = DeliverySchedule.ScheduleNext(entry, await DeliverAsync(sink, complete, cancellationToken), clock.GetUtcNow(), jitter.Next());
                state = state.With(key, updated);

                // The state is written after each try, so that a slow sink does not cause a second delivery to the sinks before it.
                await outbox.WriteStateAsync(run, state.ToJson(), cancellationToken);
                LogAttempt(outcome, sink, updated);
            }
        }

        return state;
    }

    private static async Task<SinkReply> DeliverAsync(IOutcomeSink sink, Outcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            return await sink.DeliverAsync(outcome, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return new SinkReply.Later(failure.GetType().Name);
        }
    }

    private void LogAttempt(Outcome outcome, IOutcomeSink sink, DeliveryEntry updated)
    {
        var (type, run) = (outcome.Type, outcome.Data.Run.Id);

        switch (updated)
        {
            case { Last: DeliveryEntry.Delivered }:
                OutcomeLog.Delivered(logger, type, run, sink.Name, updated.Attempts);
                break;
            case { NextAt: null }:
                OutcomeLog.GaveUp(logger, type, run, sink.Name, updated.Attempts, updated.Last);
                break;
            default:
                OutcomeLog.NotYet(logger, type, run, sink.Name, updated.Attempts, updated.Last);
                break;
        }
    }
}
