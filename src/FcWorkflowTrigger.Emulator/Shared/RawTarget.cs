using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>Path and query of the request line, decoded once and never normalised, because signatures cover exactly these bytes.</summary>
/// <param name="Path">Decoded, with its leading slash; <c>..</c> and <c>//</c> stay.</param>
/// <param name="Query">Decoded pairs in the order sent; <c>+</c> is a plus. A bare name has the value null.</param>
internal sealed record RawTarget(string Path, IReadOnlyList<KeyValuePair<string, string?>> Query)
{
    public static RawTarget From(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : target[(mark + 1)..];

        return new(
            Uri.UnescapeDataString(mark < 0 ? target : target[..mark]),
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair)]);
    }

    /// <summary>The first value of a name; null when absent or bare.</summary>
    public string? this[string name] => Query.FirstOrDefault(pair => pair.Key == name).Value;

    public bool Has(string name) => Query.Any(pair => pair.Key == name);

    private static KeyValuePair<string, string?> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? new(Uri.UnescapeDataString(text), null)
            : new(Uri.UnescapeDataString(text[..equals]), Uri.UnescapeDataString(text[(equals + 1)..]));
    }
}
