namespace FcWorkflowTrigger.Rules;

/// <summary>The conditions of a rule. All of them must hold; a condition that is left out holds for every upload.</summary>
/// <param name="Buckets">Bucket names, one of which must be equal.</param>
/// <param name="Prefix">Literal start of the key, case-sensitive.</param>
/// <param name="Suffixes">Literal ends of the key, one of which must match, in any case (<c>.MP4</c> is <c>.mp4</c>).</param>
/// <param name="MinBytes">The smallest size that matches.</param>
/// <param name="MaxBytes">The largest size that matches.</param>
/// <param name="Globs">Patterns for the whole key, one of which must match; see <see cref="Globs.Glob"/>.</param>
/// <param name="Regex">Found anywhere in the key; see <see cref="Conditions.KeyRegex"/>.</param>
/// <param name="Events">Event types without <c>ObjectCreated:</c>, or <c>ObjectReplication:…</c>, one of which must be equal.</param>
/// <param name="Kinds">Kinds of media by the key's extension, one of which must match.</param>
/// <param name="ContentTypes">Patterns such as <c>video/*</c> in any case, one of which must match the content type of the event, or of the object.</param>
/// <param name="StorageClasses">Storage classes, one of which must be the object's.</param>
/// <param name="Meta">User metadata by name without <c>x-oss-meta-</c>: patterns all of which must match; <c>*</c> requires only that the metadata exists.</param>
/// <param name="Tags">The object's tags, in the same way.</param>
/// <param name="Not">Conditions that must not all hold.</param>
/// <param name="Any">Sets of conditions one of which must hold.</param>
/// <param name="All">Sets of conditions each of which must hold.</param>
internal sealed record RuleMatch(
    IReadOnlyList<string>? Buckets = null,
    string Prefix = "",
    IReadOnlyList<string>? Suffixes = null,
    long MinBytes = 0,
    long? MaxBytes = null,
    IReadOnlyList<string>? Globs = null,
    string? Regex = null,
    IReadOnlyList<string>? Events = null,
    IReadOnlyList<string>? Kinds = null,
    IReadOnlyList<string>? ContentTypes = null,
    IReadOnlyList<string>? StorageClasses = null,
    IReadOnlyDictionary<string, string>? Meta = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    RuleMatch? Not = null,
    IReadOnlyList<RuleMatch>? Any = null,
    IReadOnlyList<RuleMatch>? All = null);
