namespace FcWorkflowTrigger.Rules;

/// <summary>
/// How the media asset of an upload is described. Texts may hold <c>{bucket} {key} {name} {stem} {ext} {date} {meta.x}</c>; the result is cut
/// to IMS's limits between two characters (IMS RegisterMediaInfo documentation).
/// </summary>
/// <param name="Title">At most 128 bytes.</param>
/// <param name="Tags">At most 16, of 32 bytes each.</param>
/// <param name="Sprites">Sprite images on registration; off unless the rule sets it, because IMS makes (and may bill) them by default.</param>
/// <param name="Snapshots">Snapshots on registration; off for the same reason.</param>
/// <param name="Description">At most 1,024 bytes.</param>
/// <param name="CateId">The category's id.</param>
/// <param name="UserData">Fields of the asset's UserData: at most 1,024 bytes as JSON.</param>
/// <param name="CoverAt">The second of the video that the cover is taken from.</param>
/// <param name="SearchLib">The search library the asset joins.</param>
internal sealed record RuleMedia(
    string Title = "{name}",
    IReadOnlyList<string>? Tags = null,
    bool Sprites = false,
    bool Snapshots = false,
    string? Description = null,
    long? CateId = null,
    IReadOnlyDictionary<string, string>? UserData = null,
    double? CoverAt = null,
    string? SearchLib = null)
{
    public const int MaxTitleBytes = 128;
    public const int MaxDescriptionBytes = 1024;
    public const int MaxTags = 16;
    public const int MaxTagBytes = 32;
    public const int MaxUserDataBytes = 1024;

    public static RuleMedia Default { get; } = new();
}

/// <summary>A media asset's texts with every placeholder filled.</summary>
/// <param name="Tags">Comma separated.</param>
/// <param name="UserData">JSON.</param>
internal sealed record MediaDescription(
    string Title,
    string? Description = null,
    string? Tags = null,
    long? CateId = null,
    string? UserData = null);
