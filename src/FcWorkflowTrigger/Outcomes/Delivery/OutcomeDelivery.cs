using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Walks the outbox and tells every sink what it has not been told. Two walks at once may tell something twice, and lose nothing.</summary>
internal sealed class OutcomeDelivery(
    Outbox outbox,
    RunJournal journal,
    OutcomeOutputs outputs,
    IEnumerable<IOutcomeSink> sinks,
    Jitter jitter,
    ILogger<OutcomeDelivery> logger,
    TimeProvider clock)
{
    // What a sweep of runs leaves of the function's time, less the longest try.
    private const double ShareForNewVisits = 0.15;

    private readonly IOutcomeSink[] _sinks = [.. sinks];

    /// <summary>Does nothing where nobody listens.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (_sinks.Length == 0)
        {
            return;
        }

        var last = clock.GetUtcNow() + (invocation.TimeLimit * ShareForNewVisits);
        await MarkerWalk.VisitAllAsync(outbox.ListDueAsync(cancellationToken), marker => TryVisitAsync(marker, cancellationToken), last, clock);
    }

    private async Task TryVisitAsync(Marker marker, CancellationToken cancellationToken)
    {
        try
        {
            await VisitAsync(marker, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            // One outcome in trouble must not hold up the others; its marker brings it back.
            OutcomeLog.Failed(logger, marker.Run, failure);
        }
    }

    private async Task VisitAsync(Marker marker, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(marker.Run, cancellationToken);
        var state = DeliveryState.Parse(await outbox.ReadStateAsync(marker.Run, cancellationToken));

        // Other ends of the run have markers of their own.
        if (OutcomeFactory.Create(run.History).SingleOrDefault(outcome => outcome.Data.Run.Seq == marker.End) is { } outcome)
        {
            state = await DeliverAsync(outcome, marker.Run, state, cancellationToken);
        }
        else if (run is WorkflowRun.Unclaimed)
        {
            // The bucket's lifecycle has taken the records: there is nothing left to deliver.
            OutcomeLog.RecordsGone(logger, marker.Run);
        }
        else
        {
            throw new InvalidDataException($"OUTCOME-UNKNOWN: record {marker.End} of run {marker.Run} is no end. Its delivery waits; keep the run's records and report it.");
        }

        await outbox.MoveAsync(marker, NextOf(state, marker), cancellationToken);
    }

    // What was left to do for a sink that is no longer configured is left for good.
    private DateTimeOffset? NextOf(DeliveryState state, Marker marker) => state.Entries
        .Where(entry => _sinks.Any(sink => entry.Key == $"{marker.End}/{sink.Name}"))
        .Min(entry => entry.Value.NextAt);

    private async Task<DeliveryState> DeliverAsync(Outcome outcome, RunId run, DeliveryState state, CancellationToken cancellationToken)
    {
        Outcome? whole = null;

        foreach (var sink in _sinks)
        {
            var key = $"{outcome.Data.Run.Seq}/{sink.Name}";
            var entry = state.Find(key) ?? DeliveryEntry.Untried(clock.GetUtcNow());

            if (entry.NextAt is { } due && due <= clock.GetUtcNow())
            {
                whole ??= await outputs.AddAsync(outcome, cancellationToken);
                var tried = DeliverySchedule.After(entry, await TellAsync(sink, whole, cancellationToken), clock.GetUtcNow(), jitter.Next());
                state = state.With(key, tried);

                // Written after each try: what was told is not to be told again because a later sink was slow.
                await outbox.WriteStateAsync(run, state.ToJson(), cancellationToken);
                Log(outcome, sink, tried);
            }
        }

        return state;
    }

    private static async Task<SinkReply> TellAsync(IOutcomeSink sink, Outcome outcome, CancellationToken cancellationToken)
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

    private void Log(Outcome outcome, IOutcomeSink sink, DeliveryEntry tried)
    {
        var (type, run) = (outcome.Type, outcome.Data.Run.Id);

        switch (tried)
        {
            case { Last: DeliveryEntry.Delivered }:
                OutcomeLog.Delivered(logger, type, run, sink.Name, tried.Attempts);
                break;
            case { NextAt: null }:
                OutcomeLog.GaveUp(logger, type, run, sink.Name, tried.Attempts, tried.Last);
                break;
            default:
                OutcomeLog.NotYet(logger, type, run, sink.Name, tried.Attempts, tried.Last);
                break;
        }
    }
}
