namespace FcWorkflowTrigger.Outcomes;

/// <summary>The result of one try to deliver.</summary>
internal abstract record SinkReply
{
    private SinkReply() { }

    /// <summary>The sink has accepted the outcome.</summary>
    public sealed record Delivered : SinkReply;

    /// <summary>The sink has not accepted the outcome; it is tried again later.</summary>
    /// <param name="Reason">For the log, without addresses and secrets.</param>
    /// <param name="RetryAfter">How long the sink asks to wait; null when it does not ask.</param>
    public sealed record Later(string Reason, TimeSpan? RetryAfter = null) : SinkReply;

    /// <summary>The sink does not want this outcome. It is not tried again.</summary>
    public sealed record Gone : SinkReply;
}
