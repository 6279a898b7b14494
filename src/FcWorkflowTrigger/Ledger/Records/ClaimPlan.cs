namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>How a run is registered and started, fixed when it is claimed: an invocation that takes over needs neither the rules nor the object again.</summary>
/// <param name="RegisterConfig">JSON.</param>
/// <param name="Overwrite">True replaces the key's media asset.</param>
/// <param name="Input"><c>media</c> or <c>oss</c>; null leaves it to <c>IMS_INPUT</c>.</param>
/// <param name="Sidecar">Set while the plan is not finished, because a sidecar may have a word in it.</param>
/// <param name="SidecarETag">Of the sidecar that had; null where none did.</param>
/// <param name="SkipIdentical">True starts nothing for bytes that have succeeded before; null where the rule does not ask for it.</param>
internal sealed record ClaimPlan(
    ClaimMedia Media,
    string RegisterConfig,
    bool Overwrite = false,
    string? Input = null,
    bool SkipInputVerification = false,
    SidecarWait? Sidecar = null,
    string? SidecarETag = null,
    bool? SkipIdentical = null);

/// <summary>The texts of the media asset, with nothing left to fill in.</summary>
/// <param name="Tags">Comma separated.</param>
/// <param name="UserData">JSON.</param>
internal sealed record ClaimMedia(
    string Title,
    string? Description = null,
    string? Tags = null,
    long? CateId = null,
    string? UserData = null);

/// <summary>The run is not planned yet: the file beside its object may have a word in it.</summary>
/// <param name="Required">Without one nothing starts.</param>
/// <param name="Until">From then on the run does not wait for it any more.</param>
/// <param name="Allow">The workflows it may name; null for none.</param>
internal sealed record SidecarWait(bool Required, DateTimeOffset Until, IReadOnlyList<string>? Allow = null);
