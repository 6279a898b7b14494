namespace FcWorkflowTrigger.Outcomes;

/// <summary>
/// Receives the outcomes of runs. Register another sink to extend this program. Each outcome is delivered at least once, always with the
/// same id; the order is not guaranteed.
/// </summary>
internal interface IOutcomeSink
{
    /// <summary>Identifies the sink in the ledger, also after a restart. It must be unique in a deployment, it must not be a secret, and it must not change.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a system of the user receives outcomes here: then the ends of all runs are announced, the outputs of the workflow are added, and tests are sent.
    /// False for a sink of this program, which takes what the runs ask for.
    /// </summary>
    bool IsReceiver => true;

    /// <summary>Whether the outcome is for this sink at all. What is not takes no entry in the state of deliveries.</summary>
    bool Takes(Outcome outcome) => true;

    /// <summary>Tries to deliver once. The caller repeats the delivery, over days; an exception counts as <see cref="SinkReply.Later"/>.</summary>
    Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken);
}

/// <summary>The result of one try to deliver.</summary>
internal abstract record SinkReply
{
    private SinkReply() { }

    /// <summary>The sink has accepted the outcome.</summary>
    public sealed record Delivered : SinkReply;

    /// <summary>The sink has not accepted the outcome; it is tried again later.</summary>
    /// <param name="Reason">For the log, without addresses and secrets.</param>
    /// <param name="RetryAfter">How long the sink asks to wait; null when it does not ask.</param>
    /// <param name="IsTimeout">The sink did not answer in time.</param>
    /// <param name="IsOfOutcome">The wait is about this outcome alone, and must be kept even if another process has delivered it meanwhile.</param>
    public sealed record Later(string Reason, TimeSpan? RetryAfter = null, bool IsTimeout = false, bool IsOfOutcome = false) : SinkReply
    {
        /// <summary>Another outcome would fare no better now, so the sink is left alone for the rest of the sweep.</summary>
        public bool IsPause => IsTimeout || (RetryAfter > TimeSpan.Zero && !IsOfOutcome);
    }

    /// <summary>The sink does not want this outcome. It is not tried again, and a person is told.</summary>
    /// <param name="Reason">One word, for the log and the state of the delivery.</param>
    public sealed record Gone(string Reason = "gone") : SinkReply;

    /// <summary>What the outcome was to be told to is not there any more, as happens every day. It is not tried again.</summary>
    /// <param name="Reason">One word, for the log and the state of the delivery.</param>
    public sealed record Obsolete(string Reason) : SinkReply;
}
