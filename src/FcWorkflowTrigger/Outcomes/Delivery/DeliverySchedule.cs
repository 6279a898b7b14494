namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Decides when a delivery is tried again.</summary>
internal static class DeliverySchedule
{
    // Standard Webhooks 1.0, "Deliverability and reliability": ten tries over a little more than three days.
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    // Receivers that failed at the same time are not all called again at the same time.
    private const double JitterShare = 0.2;

    public static int MaxAttempts => Delays.Length + 1;

    /// <param name="jitter">0 up to 1.</param>
    public static DeliveryEntry ScheduleNext(DeliveryEntry entry, SinkReply reply, DateTimeOffset now, double jitter) => reply switch
    {
        SinkReply.Delivered => new(entry.Attempts + 1, null, DeliveryEntry.Delivered, now),
        SinkReply.Gone gone => new(entry.Attempts + 1, null, gone.Reason, now),
        SinkReply.Obsolete obsolete => new(entry.Attempts + 1, null, obsolete.Reason, now),
        SinkReply.Later later => new(entry.Attempts + 1, entry.Attempts < Delays.Length ? now + GetDelay(entry.Attempts, later, jitter) : null, later.Reason, now),
        var unknown => throw new InvalidOperationException($"The sink reply {unknown} is not handled."),
    };

    private static TimeSpan GetDelay(int attempts, SinkReply.Later later, double jitter)
    {
        var planned = Delays[attempts] * (1 + (JitterShare * jitter));
        var requested = later.RetryAfter is { } after && after < MaxRetryAfter ? after : later.RetryAfter is null ? TimeSpan.Zero : MaxRetryAfter;
        return requested > planned ? requested : planned;
    }
}
