using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>One outcome during a sweep. Several sinks work on it at once.</summary>
/// <param name="outcome">Without the outputs, which may be large.</param>
/// <param name="sinks">The sinks that take it.</param>
internal sealed class DueOutcome(Marker marker, Outcome outcome, DeliveryRecord record, IReadOnlyList<IOutcomeSink> sinks)
{
    private int _undecided = sinks.Count;

    public IReadOnlyList<IOutcomeSink> Sinks => sinks;

    public Marker Marker => marker;

    public Outcome Outcome => outcome;

    public DeliveryRecord Record => record;

    /// <summary>The key of a sink's entry.</summary>
    public string KeyOf(IOutcomeSink sink) => DeliveryState.KeyOf(marker, sink.Name);

    /// <summary>Null when this sink was never tried.</summary>
    public DeliveryEntry? FindEntry(IOutcomeSink sink) =>
        marker.Resend is null ? record.State.FindFirst(outcome.Data.Run.Seq, sink.Name) : record.State.Find(KeyOf(sink));

    /// <summary>When the next try to any of the sinks is due: now for a sink that was not tried; null when no sink is to be tried again.</summary>
    /// <remarks>A delivery to a sink that is no longer configured is never tried again.</remarks>
    public DateTimeOffset? FindNextAttempt(DateTimeOffset now) =>
        sinks.Select(sink => FindEntry(sink) ?? DeliveryEntry.Create(now)).Min(entry => entry.NextAt);

    /// <returns>The number of sinks that still have to decide.</returns>
    public int CountDown() => Interlocked.Decrement(ref _undecided);
}
