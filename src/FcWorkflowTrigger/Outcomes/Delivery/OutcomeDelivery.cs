using System.Collections.Concurrent;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>
/// Delivers the outcomes in the outbox to all sinks at once, to each at its own pace: a sink that is slow or silent delays no other. If two
/// processes deliver at once, an outcome may be delivered twice, but none is lost.
/// </summary>
internal sealed class OutcomeDelivery(
    DueOutcomeReader reader,
    Outbox outbox,
    OutcomeOutputs outputs,
    IEnumerable<IOutcomeSink> sinks,
    Jitter jitter,
    ILogger<OutcomeDelivery> logger,
    TimeProvider clock) : IDisposable
{
    // The part of the function's time that a sweep of runs leaves, less the longest try. A third of it is for reading what is due.
    private const double ShareForNewDeliveries = 0.15;
    private const double ShareForReading = 0.05;

    // The tries to one sink that may be under way at once.
    private const int TriesAtOnce = 8;

    private readonly IOutcomeSink[] _sinks = [.. sinks];
    private readonly SemaphoreSlim _isFree = new(1);

    public void Dispose() => _isFree.Dispose();

    /// <summary>Does nothing when there is no sink, or while this process delivers already.</summary>
    /// <param name="timeLimit">The time limit of the function. Deliveries take a part of it.</param>
    public async Task RunAsync(TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        if (_sinks.Length == 0 || !await _isFree.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        try
        {
            await DeliverAllAsync(timeLimit, cancellationToken);
        }
        finally
        {
            _isFree.Release();
        }
    }

    private async Task DeliverAllAsync(TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var start = clock.GetUtcNow();
        var due = await reader.ReadAsync(_sinks, start + (timeLimit * ShareForReading), cancellationToken);
        var stopAt = start + (timeLimit * ShareForNewDeliveries);
        await Task.WhenAll(_sinks.Select(sink => DeliverAsync(sink, due, stopAt, cancellationToken)));
    }

    /// <summary>Delivers to one sink, first what it was never sent. Once it does not answer in time, or asks to wait, it is left alone for the rest of the sweep.</summary>
    private async Task DeliverAsync(IOutcomeSink sink, IReadOnlyList<DueOutcome> due, DateTimeOffset stopAt, CancellationToken cancellationToken)
    {
        var isPaused = false;

        // The ends of one run go out one after another, as they came.
        var untriedFirst = due
            .Where(outcome => outcome.Sinks.Contains(sink))
            .GroupBy(outcome => outcome.Marker.Run)
            .OrderBy(run => run.Min(outcome => outcome.FindEntry(sink)?.Attempts ?? 0));

        // Not Parallel.ForEachAsync: it leaves the context of its caller, and the simulation decides the order of everything in that context.
        var runs = new ConcurrentQueue<IGrouping<RunId, DueOutcome>>(untriedFirst);
        await Task.WhenAll(Enumerable.Range(0, TriesAtOnce).Select(_ => DeliverRunsAsync()));

        async Task DeliverRunsAsync()
        {
            while (runs.TryDequeue(out var run))
            {
                cancellationToken.ThrowIfCancellationRequested();

                // An end that is to be sent again goes before its own first delivery, which then has nothing left to send.
                foreach (var outcome in run.OrderBy(outcome => outcome.Marker.End).ThenBy(outcome => outcome.Marker.Resend is null))
                {
                    await OutcomeIsolation.RunAsync(logger, outcome.Marker, () => VisitAsync(outcome, cancellationToken), cancellationToken);
                }
            }
        }

        async Task VisitAsync(DueOutcome outcome, CancellationToken token)
        {
            if (!Volatile.Read(ref isPaused) && clock.GetUtcNow() < stopAt && await DeliverAsync(sink, outcome, token) is SinkReply.Later { IsPause: true })
            {
                Volatile.Write(ref isPaused, true);
            }

            await LeaveAsync(outcome, token);
        }
    }

    /// <returns>Null when no try is due.</returns>
    private async Task<SinkReply?> DeliverAsync(IOutcomeSink sink, DueOutcome due, CancellationToken cancellationToken)
    {
        var entry = due.FindEntry(sink) ?? DeliveryEntry.Create(clock.GetUtcNow());

        if (entry.NextAt is not { } at || at > clock.GetUtcNow())
        {
            return null;
        }

        var outcome = sink.IsReceiver ? await outputs.AddAsync(due.Outcome, cancellationToken) : due.Outcome;
        var reply = await TryDeliverAsync(sink, outcome, cancellationToken);
        var updated = DeliverySchedule.ScheduleNext(entry, reply, clock.GetUtcNow(), jitter.Next());

        // After each try, so that a process that ends here causes no second delivery.
        await due.Record.WriteAsync(due.KeyOf(sink), updated, cancellationToken);
        LogAttempt(due.Outcome, sink, reply, updated);

        if (reply is SinkReply.Later { IsOfOutcome: true } && updated.NextAt is not null)
        {
            // Another process may have delivered it meanwhile and taken the marker away. It did not see what this one saw.
            await outbox.KeepAsync(due.Marker, cancellationToken);
        }

        return reply;
    }

    // The sink that is done last knows when the outcome is due again.
    private async Task LeaveAsync(DueOutcome due, CancellationToken cancellationToken)
    {
        if (due.CountDown() == 0 && due.FindNextAttempt(clock.GetUtcNow()) is var next && (next is null || next > clock.GetUtcNow()))
        {
            await outbox.RescheduleAsync(due.Marker, next, cancellationToken);
        }
    }

    private static async Task<SinkReply> TryDeliverAsync(IOutcomeSink sink, Outcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            return await sink.DeliverAsync(outcome, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            return new SinkReply.Later(LogErrorCode.Of(failure));
        }
    }

    private void LogAttempt(Outcome outcome, IOutcomeSink sink, SinkReply reply, DeliveryEntry updated)
    {
        var (type, run) = (outcome.Type, outcome.Data.Run.Id);

        switch (reply)
        {
            case SinkReply.Delivered:
                OutcomeLog.Delivered(logger, type, run, sink.Name, updated.Attempts);
                break;
            case SinkReply.Obsolete:
                OutcomeLog.Obsolete(logger, type, run, sink.Name, updated.Last);
                break;
            case var _ when updated.NextAt is null:
                OutcomeLog.GaveUp(logger, type, run, sink.Name, updated.Attempts, updated.Last);
                break;
            default:
                OutcomeLog.NotYet(logger, type, run, sink.Name, updated.Attempts, updated.Last);
                break;
        }
    }
}
