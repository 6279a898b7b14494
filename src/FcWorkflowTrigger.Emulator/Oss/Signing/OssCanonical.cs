namespace FcWorkflowTrigger.Emulator.Oss.Signing;

/// <summary>Builds the canonical request of signature version 4 from the received request (OSS documentation, "Signature version 4").</summary>
internal static class OssCanonical
{
    public static string Request(
        string method,
        string resource,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        IReadOnlyCollection<string> additional,
        string payload)
    {
        var signed = headers
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.Trim()))
            .Where(header => IsSigned(header.Name, additional))
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .Select(header => $"{header.Name}:{header.Value}\n");

        return $"{method}\n{Encode(resource).Replace("%2F", "/", StringComparison.Ordinal)}\n{Query(query)}\n"
            + $"{string.Concat(signed)}\n{string.Join(';', additional.Order(StringComparer.Ordinal))}\n{payload}";
    }

    public static bool IsSigned(string name, IReadOnlyCollection<string> additional) =>
        name is "content-type" or "content-md5" || name.StartsWith("x-oss-", StringComparison.Ordinal) || additional.Contains(name);

    private static string Query(IEnumerable<KeyValuePair<string, string?>> query) => string.Join('&', query
        .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value ?? "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => pair.Value.Length == 0 ? pair.Name : $"{pair.Name}={pair.Value}"));

    private static string Encode(string text) => Uri.EscapeDataString(text);
}
