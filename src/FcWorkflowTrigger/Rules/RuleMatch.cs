namespace FcWorkflowTrigger.Rules;

/// <summary>The conditions of a rule; what is left out holds for every upload.</summary>
/// <param name="Buckets">Bucket names, any of which fits.</param>
/// <param name="Prefix">Literal start of the key, case-sensitive.</param>
/// <param name="Suffixes">Literal ends of the key, any of which fits, in any case (<c>.MP4</c> is <c>.mp4</c>).</param>
/// <param name="MinBytes">Smallest size taken.</param>
internal sealed record RuleMatch(
    IReadOnlyList<string>? Buckets = null,
    string Prefix = "",
    IReadOnlyList<string>? Suffixes = null,
    long MinBytes = 0)
{
    public bool Fits(Upload upload) =>
        (Buckets is null || Buckets.Contains(upload.Bucket, StringComparer.Ordinal))
        && upload.Key.StartsWith(Prefix, StringComparison.Ordinal)
        && (Suffixes is null || Suffixes.Any(suffix => upload.Key.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
        && upload.Size >= MinBytes;
}
