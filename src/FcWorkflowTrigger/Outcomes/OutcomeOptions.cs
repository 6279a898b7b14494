namespace FcWorkflowTrigger.Outcomes;

/// <summary>Which systems are sent the ends of runs.</summary>
/// <param name="Webhooks">Endpoints; empty when no system is to be sent them.</param>
/// <param name="Secrets">Every one signs; at least one where there is an endpoint.</param>
/// <param name="AllowPrivate">Whether an endpoint may lie in a private network, or on this machine.</param>
internal sealed record OutcomeOptions(IReadOnlyList<Uri> Webhooks, IReadOnlyList<byte[]> Secrets, bool AllowPrivate)
{
    public static OutcomeOptions None { get; } = new([], [], false);

    // The secrets, and addresses that may be ones, stay out of the record's own text.
    public override string ToString() => $"OutcomeOptions {{ Webhooks = {Webhooks.Count}, Secrets = {Secrets.Count} }}";
}
