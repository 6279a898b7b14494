using System.Globalization;
using System.Net;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>A whole reply.</summary>
/// <param name="Head">Its header lines as they came.</param>
/// <param name="Body">Empty where nobody asked for it.</param>
internal sealed record ServiceReply(HttpStatusCode Status, ReadOnlyMemory<byte> Head, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The first header of that name, case aside; null when there is none.</summary>
    public string? Header(string name)
    {
        foreach (var line in new HeaderLines(Head.Span))
        {
            if (line.IsOf(name))
            {
                return Encoding.UTF8.GetString(line.Value);
            }
        }

        return null;
    }

    /// <summary>The same as a time (RFC 9110, 5.6.7, IMF-fixdate); null when it is none.</summary>
    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParseExact(Header(name), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>All headers whose names begin so, by the rest of their names in lower case.</summary>
    public Dictionary<string, string> HeadersUnder(string prefix)
    {
        var found = new Dictionary<string, string>();

        foreach (var line in new HeaderLines(Head.Span))
        {
            var name = Encoding.ASCII.GetString(line.Name);

            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                var (rest, value) = (name[prefix.Length..].ToLowerInvariant(), Encoding.UTF8.GetString(line.Value));
                found[rest] = found.TryGetValue(rest, out var before) ? $"{before}, {value}" : value;
            }
        }

        return found;
    }
}
