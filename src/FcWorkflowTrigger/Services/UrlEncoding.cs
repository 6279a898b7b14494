namespace FcWorkflowTrigger.Services;

/// <summary>RFC 3986 percent-encoding of UTF-8: all but <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex. Both signatures are built on it.</summary>
internal static class UrlEncoding
{
    /// <summary>The order both signatures put names in.</summary>
    public static Comparison<KeyValuePair<string, string>> ByName { get; } = static (one, other) => string.CompareOrdinal(one.Key, other.Key);

    public static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>The same, keeping the slashes.</summary>
    public static string EscapePath(string path) => Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>A URL that is sent exactly as written: a canonicalised one would no longer fit its signature.</summary>
    public static Uri Verbatim(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
