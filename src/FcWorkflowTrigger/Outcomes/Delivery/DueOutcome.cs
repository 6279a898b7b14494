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
    /// <remarks>What the sink took when a person had the end sent again need not be sent for the first delivery any more.</remarks>
    public DeliveryEntry? FindEntry(IOutcomeSink sink)
    {
        var own = record.State.Find(KeyOf(sink));
        return marker.Resend is null && own is not { NextAt: null } ? record.State.FindTakenResend(outcome.Data.Run.Seq, sink.Name) ?? own : own;
    }

    /// <summary>When the next try to any of the sinks is due: now for a sink that was not tried; null when no sink is to be tried again.</summary>
    /// <remarks>A delivery to a sink that is no longer configured is never tried again.</remarks>
    public DateTimeOffset? FindNextAttempt(DateTimeOffset now) =>
        sinks.Select(sink => FindEntry(sink) ?? DeliveryEntry.Create(now)).Min(entry => entry.NextAt);

    /// <returns>The number of sinks that still have to decide.</returns>
    public int CountDown() => Interlocked.Decrement(ref _undecided);
}
