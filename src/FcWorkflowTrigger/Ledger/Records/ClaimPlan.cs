namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>How a run is registered and started, fixed when it is claimed: an invocation that takes over does not need the rules or the object again.</summary>
/// <param name="RegisterConfig">JSON.</param>
/// <param name="Overwrite">True replaces the key's media asset.</param>
/// <param name="Input"><c>media</c> or <c>oss</c>; null leaves it to <c>IMS_INPUT</c>.</param>
/// <param name="Sidecar">Set while the plan is not complete, because a sidecar may still change it.</param>
/// <param name="SidecarETag">The ETag of the sidecar that changed the plan; null when there was none.</param>
/// <param name="SkipIdentical">True starts nothing for bytes that have succeeded before; null where the rule does not ask for it.</param>
/// <param name="ExpectWithin">How long the task is expected to run at most, in seconds from its start; null for a day.</param>
/// <param name="TaskUserData">The rule's own fields of the task's UserData, as JSON; null for none, and in records of earlier versions.</param>
/// <param name="Mark">Tags that the object gets when the run has ended, with the placeholders of <see cref="Formats.TagTemplate"/>; null for none.</param>
/// <param name="QuietFor">How long its key must have been quiet before the run starts, in seconds from the upload; null starts it at once.</param>
internal sealed record ClaimPlan(
    ClaimMedia Media,
    string RegisterConfig,
    bool Overwrite = false,
    string? Input = null,
    bool SkipInputVerification = false,
    SidecarWait? Sidecar = null,
    string? SidecarETag = null,
    bool? SkipIdentical = null,
    int? ExpectWithin = null,
    string? TaskUserData = null,
    IReadOnlyDictionary<string, string>? Mark = null,
    int? QuietFor = null);

/// <summary>The texts of the media asset, with nothing left to fill in.</summary>
/// <param name="Tags">Comma separated.</param>
/// <param name="UserData">JSON.</param>
internal sealed record ClaimMedia(
    string Title,
    string? Description = null,
    string? Tags = null,
    long? CateId = null,
    string? UserData = null);

/// <summary>The plan of the run is not complete: the sidecar of its object may still change it.</summary>
/// <param name="Required">True when the run does not start without a sidecar.</param>
/// <param name="Until">After this time the run does not wait for a sidecar any more.</param>
/// <param name="Allow">The workflows that a sidecar may name; null for none.</param>
internal sealed record SidecarWait(bool Required, DateTimeOffset Until, IReadOnlyList<string>? Allow = null);
