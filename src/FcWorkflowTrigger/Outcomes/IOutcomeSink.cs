namespace FcWorkflowTrigger.Outcomes;

/// <summary>
/// Whoever wants to know how runs end. Register one more to build on this program; each outcome comes at least once, in no promised
/// order, and always with the same id.
/// </summary>
internal interface IOutcomeSink
{
    /// <summary>Tells the sinks of one deployment apart, in the ledger and over restarts; no secret, and never changed.</summary>
    string Name { get; }

    /// <summary>Delivers once. Trying again is the caller's, over days; throwing counts as <see cref="SinkReply.Later"/>.</summary>
    Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken);
}
