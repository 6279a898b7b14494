using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Rules;

/// <summary>Where a rule's workflow writes its outputs.</summary>
/// <param name="Bucket">Null for every bucket.</param>
internal sealed record OutputPrefix(string? Bucket, string Prefix)
{
    private const string Scheme = "oss://";

    /// <param name="text"><c>processed/</c>, or <c>oss://bucket/processed/</c>; after a bucket the prefix may be empty.</param>
    public static OutputPrefix Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return new(null, text);
        }

        var rest = text[Scheme.Length..];
        var slash = rest.IndexOf('/');
        return slash < 0 ? new(rest, "") : new(rest[..slash], rest[(slash + 1)..]);
    }

    public bool Contains(Upload upload) =>
        (Bucket is null || Bucket == upload.Bucket) && upload.Key.StartsWith(Prefix, StringComparison.Ordinal);
}
