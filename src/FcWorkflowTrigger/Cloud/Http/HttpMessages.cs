using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Requests to the byte as they were signed, and replies' headers as they came.</summary>
internal static class HttpMessages
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <param name="url">Encoded already. Keys of objects hold anything, such as <c>a/../b</c>, which <see cref="Uri"/> would otherwise resolve.</param>
    public static HttpRequestMessage Request(HttpMethod method, string url) => new(method, new Uri(url, Verbatim));

    /// <summary>Host and, unless it is the scheme's own, port: as the Host header names them, and as they are signed.</summary>
    public static string Authority(this Uri url)
    {
        // As DNS and certificates know it: in ASCII. An IPv6 address keeps its brackets.
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return url.IsDefaultPort ? host : $"{host}:{url.Port}";
    }

    /// <summary>Adds a header as it is.</summary>
    /// <exception cref="ArgumentException">The value would end its line: the handler would send what follows as another header.</exception>
    public static void AddHeader(this HttpRequestMessage request, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"HTTP-HEADER: the value of {name} holds a line end, and a header may not.");
        }

        request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>The header's value as it came; null when there is none.</summary>
    public static string? Header(this HttpResponseMessage reply, string name) =>
        reply.Headers.NonValidated.TryGetValues(name, out var values) || reply.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    /// <summary>The same as a time (RFC 9110, 5.6.7, IMF-fixdate); null when it is none.</summary>
    public static DateTimeOffset? Time(this HttpResponseMessage reply, string name) =>
        DateTimeOffset.TryParseExact(reply.Header(name), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>All headers whose names begin so, by the rest of their names in lower case.</summary>
    public static Dictionary<string, string> HeadersUnder(this HttpResponseMessage reply, string prefix) => reply.Headers.NonValidated
        .Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key[prefix.Length..].ToLowerInvariant(), header => header.Value.ToString());
}
