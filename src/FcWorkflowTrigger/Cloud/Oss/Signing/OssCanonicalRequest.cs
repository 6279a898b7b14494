namespace FcWorkflowTrigger.Cloud.Oss.Signing;

/// <summary>The canonical request: OSS and its client must build the same bytes (OSS documentation, "Signature version 4").</summary>
/// <param name="Bucket">The bucket is part of the signed path in every addressing style.</param>
/// <param name="Query">Not encoded. A parameter with a null or empty value is signed as its name alone.</param>
/// <param name="Headers">The headers that are sent and may be signed, with names in lower case and in order. <c>x-oss-date</c> and <c>x-oss-content-sha256</c> must be in it.</param>
/// <param name="Additional">The names of further headers to sign, beside those that OSS always signs.</param>
internal sealed record OssCanonicalRequest(
    string Method,
    string Bucket,
    string Key,
    IReadOnlyList<KeyValuePair<string, string?>> Query,
    KeyValuePair<string, string>[] Headers,
    IReadOnlyList<string> Additional)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    public string Format()
    {
        var signed = Headers.Where(header => IsAlwaysSigned(header.Key) || IsAdditional(header.Key)).Select(header => $"{header.Key}:{header.Value.Trim()}\n");
        return $"{Method}\n/{Bucket}/{UrlEncoding.EscapePath(Key)}\n{CanonicalQuery()}\n{string.Concat(signed)}\n{AdditionalNames()}\n{UnsignedPayload}";
    }

    /// <summary>The names of the additional headers that the request has, joined by <c>;</c>.</summary>
    public string AdditionalNames() => string.Join(';', Headers.Select(header => header.Key).Where(IsAdditional));

    private bool IsAdditional(string name) =>
        Additional.Count > 0 && !IsAlwaysSigned(name) && Additional.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsAlwaysSigned(string name) =>
        name is "content-type" or "content-md5" || name.StartsWith("x-oss-", StringComparison.Ordinal);

    // In the order of the encoded names. Only a few requests have parameters.
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
