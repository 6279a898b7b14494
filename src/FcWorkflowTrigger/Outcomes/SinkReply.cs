namespace FcWorkflowTrigger.Outcomes;

/// <summary>What came of one try to deliver.</summary>
internal abstract record SinkReply
{
    private SinkReply() { }

    /// <summary>The sink has it.</summary>
    public sealed record Delivered : SinkReply;

    /// <summary>Not now; in words for the log, without addresses or secrets.</summary>
    /// <param name="After">How long the sink asks to be left alone; null when it does not say.</param>
    public sealed record Later(string Why, TimeSpan? After = null) : SinkReply;

    /// <summary>The sink wants no more of it.</summary>
    public sealed record Gone : SinkReply;
}
