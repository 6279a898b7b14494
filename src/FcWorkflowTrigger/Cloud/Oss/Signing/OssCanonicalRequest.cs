namespace FcWorkflowTrigger.Cloud.Oss.Signing;

/// <summary>The text OSS and its client must agree on to the byte (OSS documentation, "Signature version 4").</summary>
/// <param name="Bucket">Always part of the signed path, whatever the addressing style.</param>
/// <param name="Query">Unencoded; a null or empty value is signed as the bare name.</param>
/// <param name="Headers">All that will be sent and matter, in lower case and in order, <c>x-oss-date</c> and <c>x-oss-content-sha256</c> among them.</param>
/// <param name="Additional">Those of them to sign beyond the ones that always are.</param>
internal sealed record OssCanonicalRequest(
    string Method,
    string Bucket,
    string Key,
    IReadOnlyList<KeyValuePair<string, string?>> Query,
    KeyValuePair<string, string>[] Headers,
    IReadOnlyList<string> Additional)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    public bool HasAdditional => Additional.Count > 0 && Array.Exists(Headers, header => IsAdditional(header.Key));

    public Utf8Text AppendTo(Utf8Text text)
    {
        text.Append(Method).Append("\n/").Append(Bucket).Append("/").AppendEscaped(Key, kept: '/').Append("\n");
        text.Append(CanonicalQuery()).Append("\n");

        foreach (var (name, value) in Headers)
        {
            if (IsAlwaysSigned(name) || IsAdditional(name))
            {
                text.Append(name).Append(":").Append(value.AsSpan().Trim()).Append("\n");
            }
        }

        return AppendAdditional(text.Append("\n")).Append("\n").Append(UnsignedPayload);
    }

    /// <summary>The names of the additional headers that are there, joined by <c>;</c>.</summary>
    public Utf8Text AppendAdditional(Utf8Text text)
    {
        var separator = "";

        foreach (var (name, _) in Headers)
        {
            if (IsAdditional(name))
            {
                text.Append(separator).Append(name);
                separator = ";";
            }
        }

        return text;
    }

    private bool IsAdditional(string name) =>
        Additional.Count > 0 && !IsAlwaysSigned(name) && Additional.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsAlwaysSigned(string name) =>
        name is "content-type" or "content-md5" || name.StartsWith("x-oss-", StringComparison.Ordinal);

    // Ordered by the encoded name, and only a few requests have any.
    private string CanonicalQuery()
    {
        if (Query.Count == 0)
        {
            return "";
        }

        var escaped = Query.Select(pair => KeyValuePair.Create(Uri.EscapeDataString(pair.Key), Uri.EscapeDataString(pair.Value ?? ""))).ToArray();
        Array.Sort(escaped, UrlEncoding.ByName);
        return string.Join('&', escaped.Select(pair => pair.Value.Length == 0 ? pair.Key : $"{pair.Key}={pair.Value}"));
    }
}
