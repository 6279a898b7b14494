using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Starting;

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
    string InstanceId);

/// <summary>Where the ledger lives.</summary>
/// <param name="Endpoint">The OSS endpoint without the bucket.</param>
internal sealed record LedgerSettings(string Bucket, LedgerMode Mode, Uri Endpoint);

/// <summary>Where IMS is, and how inputs are named to it.</summary>
internal sealed record ImsSettings(Uri Endpoint, ImsInput Input, InputUrlForm InputUrlForm);
