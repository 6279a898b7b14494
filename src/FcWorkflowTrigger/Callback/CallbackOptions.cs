using FcWorkflowTrigger.Callback.Authentication;

namespace FcWorkflowTrigger.Callback;

/// <summary>How callbacks are checked.</summary>
/// <param name="Secrets">At least one, each of 32 bytes or more; all of them verify.</param>
/// <param name="Signature">How IMS's own signature is checked.</param>
/// <param name="BaseUrl">
/// Where IMS was told to find the callback function. The callback function may go without: it cannot be deployed with its own URL, and takes
/// the host from the requests.
/// </param>
internal sealed record CallbackOptions(IReadOnlyList<byte[]> Secrets, SignatureOptions Signature, Uri? BaseUrl)
{
    // The secrets must never reach a log by way of the record's own text.
    public override string ToString() => $"CallbackOptions {{ Secrets = {Secrets.Count}, {Signature} }}";
}
