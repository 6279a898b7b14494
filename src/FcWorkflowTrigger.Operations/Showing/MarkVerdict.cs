using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Outcomes.Marks;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>What became of the mark of a run.</summary>
internal static class MarkVerdict
{
    // Several sweeps.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    /// <returns>Null for a run whose rule has no mark.</returns>
    public static string? Describe(WorkflowRun.Opened run, IEnumerable<DeliveryView> deliveries, DateTimeOffset now)
    {
        if (run.History.Mark is null)
        {
            return null;
        }

        if (run is not WorkflowRun.Finished { End: var end })
        {
            return "when the run has ended";
        }

        if (!end.IsMarked)
        {
            return end is CancelRecord { IsOfFormerBytes: true }
                ? "not put: the run of the last upload of the key marks its object"
                : "not put: the other run of the same upload marks its object";
        }

        // An end that was sent again is marked again; what was put once is put.
        var tries = deliveries.Where(delivery => delivery.Sink == ObjectMarkSink.SinkName && delivery.End == end.Seq).ToArray();

        return tries.FirstOrDefault(delivery => delivery.Last == DeliveryEntry.Delivered) is not null ? "put"
            : tries.FirstOrDefault(delivery => delivery.NextAt is not null) is { NextAt: { } next } again ? $"not put yet ({again.Last}), next try at {Times.Format(next)}"
            : tries.LastOrDefault() is { } last ? $"not put: {Explain(last.Last)}"
            : now < end.At + Soon ? "not put yet: the next sweep does it"
            : "not put, and no try is recorded: the run was ended by a version without marks, or no sweep has come. See fcwt status, then fcwt deliveries resend";
    }

    /// <summary>Whether there is nothing left that could be marked.</summary>
    public static bool IsObsolete(DeliveryView delivery) =>
        delivery is { Sink: ObjectMarkSink.SinkName, NextAt: null, Last: ObjectMarkSink.ObjectGone or ObjectMarkSink.ObjectReplaced or ObjectMarkSink.NoETag };

    private static string Explain(string reason) => reason switch
    {
        ObjectMarkSink.ObjectGone => $"{reason}, the object was deleted",
        ObjectMarkSink.ObjectReplaced => $"{reason}, other bytes have the key now",
        ObjectMarkSink.NoETag => $"{reason}, the event did not tell which bytes the run was about",
        ObjectMarkSink.TooManyTags => $"{reason}, with the tags of others there would be more than an object can have",
        ObjectMarkSink.TagsRefused => $"{reason}, OSS does not take these tags",
        _ => reason,
    };
}
