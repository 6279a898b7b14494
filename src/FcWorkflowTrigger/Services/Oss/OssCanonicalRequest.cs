using System.Text;

namespace FcWorkflowTrigger.Services.Oss;

/// <summary>The text OSS and its client must agree on to the byte (OSS documentation, "Signature version 4").</summary>
/// <param name="Additional">Names signed beyond those that always are: lower case, sorted, joined by <c>;</c>.</param>
internal sealed record OssCanonicalRequest(string Text, string Date, string Additional)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    // A slot's request with a security token fits.
    private const int InitialCapacity = 1024;

    /// <param name="bucket">Always part of the signed path, whatever the addressing style.</param>
    /// <param name="query">Unencoded; a null or empty value is signed as the bare name.</param>
    /// <param name="headers">All that will be sent and matter, <c>x-oss-date</c> and <c>x-oss-content-sha256</c> among them.</param>
    /// <param name="additional">Names to sign beyond those that always are.</param>
    public static OssCanonicalRequest Of(
        string method,
        string bucket,
        string key,
        IReadOnlyList<KeyValuePair<string, string?>> query,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        IReadOnlyList<string>? additional = null)
    {
        var lowered = Lowered(headers);
        var extra = Extra(additional ?? [], lowered);
        var names = string.Join(';', extra);
        var date = "";
        var text = new StringBuilder(InitialCapacity)
            .Append(method).Append('\n')
            .Append('/').Append(bucket).Append('/').Append(UrlEncoding.EscapePath(key)).Append('\n')
            .Append(CanonicalQuery(query)).Append('\n');

        foreach (var (name, value) in lowered)
        {
            if (IsAlwaysSigned(name) || extra.Contains(name))
            {
                text.Append(name).Append(':').Append(value).Append('\n');
            }

            date = name == "x-oss-date" ? value : date;
        }

        return new(text.Append('\n').Append(names).Append('\n').Append(UnsignedPayload).ToString(), date, names);
    }

    private static List<KeyValuePair<string, string>> Lowered(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var lowered = new List<KeyValuePair<string, string>>(headers.Count);

        foreach (var (name, value) in headers)
        {
            lowered.Add(new(name.ToLowerInvariant(), value.Trim()));
        }

        lowered.Sort(UrlEncoding.ByName);
        return lowered;
    }

    private static List<string> Extra(IReadOnlyList<string> wanted, List<KeyValuePair<string, string>> present)
    {
        var extra = new List<string>(wanted.Count);

        foreach (var (name, _) in present)
        {
            if (!IsAlwaysSigned(name) && wanted.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                extra.Add(name);
            }
        }

        return extra;
    }

    private static bool IsAlwaysSigned(string name) =>
        name is "content-type" or "content-md5" || name.StartsWith("x-oss-", StringComparison.Ordinal);

    private static string CanonicalQuery(IReadOnlyList<KeyValuePair<string, string?>> query)
    {
        if (query.Count == 0)
        {
            return "";
        }

        var escaped = new List<KeyValuePair<string, string>>(query.Count);

        foreach (var (name, value) in query)
        {
            escaped.Add(new(UrlEncoding.Escape(name), UrlEncoding.Escape(value ?? "")));
        }

        escaped.Sort(UrlEncoding.ByName);
        return string.Join('&', escaped.ConvertAll(static pair => pair.Value.Length == 0 ? pair.Key : $"{pair.Key}={pair.Value}"));
    }
}
