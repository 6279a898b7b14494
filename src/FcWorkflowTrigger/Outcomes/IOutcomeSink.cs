namespace FcWorkflowTrigger.Outcomes;

/// <summary>
/// Receives the outcomes of runs. Register another sink to extend this program. Each outcome is delivered at least once, always with the
/// same id; the order is not guaranteed.
/// </summary>
internal interface IOutcomeSink
{
    /// <summary>Identifies the sink in the ledger, also after a restart. It must be unique in a deployment, it must not be a secret, and it must not change.</summary>
    string Name { get; }

    /// <summary>Tries to deliver once. The caller repeats the delivery, over days; an exception counts as <see cref="SinkReply.Later"/>.</summary>
    Task<SinkReply> DeliverAsync(Outcome outcome, CancellationToken cancellationToken);
}
