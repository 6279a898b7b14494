namespace FcWorkflowTrigger.Cloud;

/// <summary>
/// What both signatures are built on: <see cref="Uri.EscapeDataString(string)"/>, which encodes UTF-8 as RFC 3986 says (all but
/// <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex).
/// </summary>
internal static class UrlEncoding
{
    /// <summary>The order both signatures put names in.</summary>
    public static int ByName<T>(KeyValuePair<string, T> one, KeyValuePair<string, T> other) => string.CompareOrdinal(one.Key, other.Key);

    /// <summary>Encodes all but the slashes.</summary>
    public static string EscapePath(string path) => Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);
}
