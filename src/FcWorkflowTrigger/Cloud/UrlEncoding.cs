namespace FcWorkflowTrigger.Cloud;

/// <summary>RFC 3986 percent-encoding of UTF-8: all but <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex. Both signatures are built on it.</summary>
internal static class UrlEncoding
{
    /// <summary>The order both signatures put names in.</summary>
    public static int ByName<T>(KeyValuePair<string, T> one, KeyValuePair<string, T> other) => string.CompareOrdinal(one.Key, other.Key);

    /// <summary>The same, keeping the slashes.</summary>
    public static string EscapePath(string path)
    {
        using var text = new Utf8Text();
        return text.AppendEscaped(path, kept: '/').ToString();
    }
}
