namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>One CORS rule of a bucket (OSS documentation, "PutBucketCors"). An origin or a header may hold one <c>*</c>.</summary>
internal sealed record CorsRule(
    IReadOnlyList<string> Origins,
    IReadOnlyList<string> Methods,
    IReadOnlyList<string> Headers,
    IReadOnlyList<string> ExposedHeaders,
    int? MaxAgeSeconds = null)
{
    /// <summary>The rule of a bucket whose rules no client has changed: web pages on this machine can upload at once. A new bucket of OSS has no rule.</summary>
    public static CorsRule Default { get; } = new(
        ["*"], ["GET", "PUT", "POST", "DELETE", "HEAD"], ["*"], ["ETag", "x-oss-request-id", "x-oss-hash-crc64ecma", "x-oss-next-append-position"]);

    public bool Allows(string origin, string? method) =>
        Origins.Any(allowed => IsMatch(allowed, origin, StringComparison.Ordinal)) && Methods.Contains(method ?? "", StringComparer.Ordinal);

    public bool AllowsHeaders(IEnumerable<string> names) =>
        names.All(name => Headers.Any(allowed => IsMatch(allowed, name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What <c>Access-Control-Allow-Origin</c> says: the rule's <c>*</c>, or the one origin.</summary>
    public string AllowedOrigin(string origin) => Origins.Contains("*") ? "*" : origin;

    private static bool IsMatch(string allowed, string given, StringComparison comparison)
    {
        var star = allowed.IndexOf('*', StringComparison.Ordinal);

        return star < 0
            ? allowed.Equals(given, comparison)
            : given.Length >= allowed.Length - 1 && given.StartsWith(allowed[..star], comparison) && given.EndsWith(allowed[(star + 1)..], comparison);
    }
}
