namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>When a delivery is tried again.</summary>
internal static class DeliverySchedule
{
    // Standard Webhooks 1.0, "Deliverability and reliability": ten tries over a little more than three days.
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(24);

    // Receivers that failed together are not to be called together again.
    private const double Spread = 0.2;

    public static int MaxAttempts => Delays.Length + 1;

    /// <param name="jitter">0 up to 1.</param>
    public static DeliveryEntry After(DeliveryEntry entry, SinkReply reply, DateTimeOffset now, double jitter) => reply switch
    {
        SinkReply.Delivered => new(entry.Attempts + 1, null, DeliveryEntry.Delivered),
        SinkReply.Gone => new(entry.Attempts + 1, null, DeliveryEntry.Gone),
        SinkReply.Later later => new(entry.Attempts + 1, entry.Attempts < Delays.Length ? now + Wait(entry.Attempts, later, jitter) : null, later.Why),
        var unknown => throw new InvalidOperationException($"Nothing is known to do with {unknown}."),
    };

    private static TimeSpan Wait(int attempts, SinkReply.Later later, double jitter)
    {
        var planned = Delays[attempts] * (1 + (Spread * jitter));
        var wished = later.After is { } after && after < LongestWish ? after : later.After is null ? TimeSpan.Zero : LongestWish;
        return wished > planned ? wished : planned;
    }
}
