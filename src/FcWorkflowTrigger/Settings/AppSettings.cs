using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Settings;

/// <summary>Everything a deployment decides, checked before the first request.</summary>
/// <param name="Rules">Empty for the callback function, which decides nothing.</param>
/// <param name="Start">How starts are made; null for the callback function, which makes none.</param>
/// <param name="CallbackSecrets">At least one, each of 32 bytes or more; the first signs, all verify.</param>
internal sealed record AppSettings(
    FunctionRole Role,
    string Region,
    RuleSet Rules,
    LedgerSettings Ledger,
    ImsSettings Ims,
    StartOptions? Start,
    IReadOnlyList<byte[]> CallbackSecrets,
    int Port,
    string InstanceId)
{
    /// <summary>How IMS's own signature on callbacks is checked; by the callback function only.</summary>
    public SignatureSettings Signature { get; init; } = SignatureSettings.None;

    /// <summary>Who is told how runs end.</summary>
    public OutcomeSettings Outcomes { get; init; } = OutcomeSettings.None;

    /// <summary>
    /// Where IMS was told to find the callback function, for that function. It may go without: it cannot be deployed with its own URL,
    /// and takes the host from the requests.
    /// </summary>
    public Uri? CallbackBaseUrl { get; init; }
}

/// <summary>Where the ledger lives.</summary>
/// <param name="Endpoint">The OSS endpoint without the bucket.</param>
internal sealed record LedgerSettings(string Bucket, LedgerMode Mode, Uri Endpoint);

/// <summary>Where IMS is, and how inputs are named to it.</summary>
internal sealed record ImsSettings(Uri Endpoint, ImsInput Input, InputUrlForm InputUrlForm);
