namespace FcWorkflowTrigger.Cloud;

/// <summary>
/// The encoding that both signatures use: <see cref="Uri.EscapeDataString(string)"/> encodes UTF-8 by RFC 3986 (every byte except
/// <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex).
/// </summary>
internal static class UrlEncoding
{
    /// <summary>The order of names in both signatures.</summary>
    public static int ByName<T>(KeyValuePair<string, T> one, KeyValuePair<string, T> other) => string.CompareOrdinal(one.Key, other.Key);

    /// <summary>Encodes a path. Slashes stay.</summary>
    public static string EscapePath(string path) => Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);
}
