using FcWorkflowTrigger.Callback.Authentication;

namespace FcWorkflowTrigger.Callback;

/// <summary>How callbacks are checked.</summary>
/// <param name="Secrets">At least one, each of 32 bytes or more; all of them verify.</param>
/// <param name="Signature">How IMS's own signature is checked.</param>
/// <param name="BaseUrl">
/// The URL of the callback function that IMS was given. The callback function itself may have none: it cannot be deployed with its own URL, so
/// it takes the host from the requests.
/// </param>
/// <param name="Queue">The queue that IMS writes callbacks to; null where there is none, and no event is handled then.</param>
internal sealed record CallbackOptions(IReadOnlyList<byte[]> Secrets, SignatureOptions Signature, Uri? BaseUrl, string? Queue = null)
{
    // The secrets must not reach a log through ToString.
    public override string ToString() => $"CallbackOptions {{ Secrets = {Secrets.Count}, {Signature}, Queue = {Queue} }}";
}
