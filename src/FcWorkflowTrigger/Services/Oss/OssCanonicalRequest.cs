namespace FcWorkflowTrigger.Services.Oss;

/// <summary>The text OSS and its client must agree on to the byte (OSS documentation, "Signature version 4").</summary>
/// <param name="Additional">Names signed beyond those that always are: lower case, sorted, joined by <c>;</c>.</param>
internal sealed record OssCanonicalRequest(string Text, string Date, string Additional)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <param name="bucket">Always part of the signed path, whatever the addressing style.</param>
    /// <param name="query">Unencoded; a null or empty value is signed as the bare name.</param>
    /// <param name="headers">All that will be sent and matter, <c>x-oss-date</c> and <c>x-oss-content-sha256</c> among them.</param>
    /// <param name="additional">Names to sign beyond those that always are.</param>
    public static OssCanonicalRequest Of(
        string method,
        string bucket,
        string key,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        IEnumerable<string>? additional = null)
    {
        var lowered = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var (name, value) in headers)
        {
            lowered[name.ToLowerInvariant()] = value.Trim();
        }

        var extra = Extra(additional ?? [], lowered);
        var signed = lowered.Where(header => IsAlwaysSigned(header.Key) || extra.Contains(header.Key));
        var names = string.Join(';', extra);
        var text = $"{method}\n{UrlEncoding.EscapePath($"/{bucket}/{key}")}\n{CanonicalQuery(query)}\n"
            + string.Concat(signed.Select(header => $"{header.Key}:{header.Value}\n"))
            + $"\n{names}\n{UnsignedPayload}";

        return new(text, lowered["x-oss-date"], names);
    }

    private static SortedSet<string> Extra(IEnumerable<string> wanted, SortedDictionary<string, string> present) => new(
        wanted.Select(name => name.ToLowerInvariant()).Where(name => present.ContainsKey(name) && !IsAlwaysSigned(name)),
        StringComparer.Ordinal);

    private static bool IsAlwaysSigned(string name) =>
        name is "content-type" or "content-md5" || name.StartsWith("x-oss-", StringComparison.Ordinal);

    private static string CanonicalQuery(IEnumerable<KeyValuePair<string, string?>> query) => string.Join('&', query
        .Select(pair => (Name: UrlEncoding.Escape(pair.Key), Value: UrlEncoding.Escape(pair.Value ?? "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => pair.Value.Length == 0 ? pair.Name : $"{pair.Name}={pair.Value}"));
}
