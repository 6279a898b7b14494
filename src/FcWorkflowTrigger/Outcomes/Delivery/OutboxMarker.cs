using System.Globalization;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>Says that a run's outcome may be undelivered; sweeps walk these and nothing else.</summary>
/// <param name="Hour">The UTC hour it is due from; cut to the hour.</param>
internal readonly record struct OutboxMarker(RunId Run, DateTimeOffset Hour)
{
    private const string HourFormat = "yyyyMMddHH";
    private const string Root = "o/";

    /// <summary>As for runs: keys that only count upwards are slow.</summary>
    public static IReadOnlyList<string> Shards { get; } = [.. "0123456789abcdef".Select(shard => $"{Root}{shard}/")];

    /// <summary><c>o/&lt;shard&gt;/&lt;yyyyMMddHH&gt;/&lt;runId&gt;</c></summary>
    public string Key => $"{Root}{Run.UploadHash[0]}/{Hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture)}/{Run.Value}";

    /// <summary>Reads a key back; a key of any other shape is not a marker.</summary>
    public static OutboxMarker? Of(string key)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        return key.Split('/') is ["o", _, var hour, var run]
            && RunId.TryParse(run, out var id)
            && DateTimeOffset.TryParseExact(hour, HourFormat, CultureInfo.InvariantCulture, Utc, out var at)
            && new OutboxMarker(id, at) is var marker
            && marker.Key == key ? marker : null;
    }
}
