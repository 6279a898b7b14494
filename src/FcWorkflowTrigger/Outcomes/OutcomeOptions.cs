namespace FcWorkflowTrigger.Outcomes;

/// <summary>Which systems receive the outcomes of runs.</summary>
/// <param name="Webhooks">Endpoints; empty when no system receives outcomes.</param>
/// <param name="Secrets">Every secret signs; at least one when there is an endpoint.</param>
/// <param name="AllowPrivate">Whether an endpoint may be in a private network or on this machine.</param>
internal sealed record OutcomeOptions(IReadOnlyList<Uri> Webhooks, IReadOnlyList<byte[]> Secrets, bool AllowPrivate)
{
    public static OutcomeOptions None { get; } = new([], [], false);

    /// <summary>Whether ends of runs are recorded for delivery; also in the functions that do not deliver.</summary>
    public bool IsAnnounced { get; init; } = Webhooks.Count > 0;

    // The secrets must not reach a log through ToString; nor the addresses, which may hold a password.
    public override string ToString() => $"OutcomeOptions {{ Webhooks = {Webhooks.Count}, Secrets = {Secrets.Count} }}";
}
