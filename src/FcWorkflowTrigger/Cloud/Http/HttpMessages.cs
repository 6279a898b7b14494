using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Creates requests exactly as they were signed, and reads the headers of replies without changes.</summary>
internal static class HttpMessages
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <param name="url">Already encoded. A key may hold any text, such as <c>a/../b</c>, which <see cref="Uri"/> would otherwise resolve.</param>
    public static HttpRequestMessage Request(HttpMethod method, string url) => new(method, new Uri(url, Verbatim));

    /// <summary>The host, with the port unless it is the default port of the scheme: as in the Host header, and as it is signed.</summary>
    public static string Authority(this Uri url)
    {
        // In ASCII, as in DNS and in certificates. An IPv6 address keeps its brackets.
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return url.IsDefaultPort ? host : $"{host}:{url.Port}";
    }

    /// <summary>Adds a header as it is.</summary>
    /// <exception cref="ArgumentException">The value holds a line end: the handler would send the rest as another header.</exception>
    public static void AddHeader(this HttpRequestMessage request, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"HTTP-HEADER: the value of {name} holds a line end, and a header may not.");
        }

        request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>The value of the header, unchanged; null when the reply has no such header.</summary>
    public static string? Header(this HttpResponseMessage reply, string name) =>
        reply.Headers.NonValidated.TryGetValues(name, out var values) || reply.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    /// <summary>The value as a time (RFC 9110, 5.6.7, IMF-fixdate); null when it is not a time.</summary>
    public static DateTimeOffset? Time(this HttpResponseMessage reply, string name) =>
        DateTimeOffset.TryParseExact(reply.Header(name), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>All headers with this prefix. The key is the rest of the name in lower case.</summary>
    public static Dictionary<string, string> HeadersUnder(this HttpResponseMessage reply, string prefix) => reply.Headers.NonValidated
        .Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key[prefix.Length..].ToLowerInvariant(), header => header.Value.ToString());
}
