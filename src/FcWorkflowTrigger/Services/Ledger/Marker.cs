using System.Globalization;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>Says that a run is unfinished; the sweep walks these and nothing else.</summary>
/// <param name="Hour">The UTC hour the run is due from; cut to the hour.</param>
internal readonly record struct Marker(RunId Run, DateTimeOffset Hour)
{
    private const string HourFormat = "yyyyMMddHH";
    private const string Root = "d/";

    /// <summary>Sixteen shards spread the writes; OSS slows down on keys that count upwards.</summary>
    public static IReadOnlyList<string> Shards { get; } = [.. "0123456789abcdef".Select(shard => $"{Root}{shard}/")];

    /// <summary><c>d/&lt;shard&gt;/&lt;yyyyMMddHH&gt;/&lt;runId&gt;</c></summary>
    public string Key => $"{HourPrefix(Shard, Hour)}{Run.Value}";

    private string Shard => $"{Root}{Run.UploadHash[0]}/";

    /// <summary>The hour of the upload, so that every delivery of its event names the same marker; never later than now.</summary>
    public static Marker For(RunId run, Upload upload, DateTimeOffset now)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var known = DateTimeOffset.TryParse(upload.EventTime, CultureInfo.InvariantCulture, Utc, out var at) && at <= now;
        return new(run, known ? at : now);
    }

    /// <summary>The same run, to be looked at from the next full hour on.</summary>
    public Marker Later(DateTimeOffset now) => this with { Hour = now.AddHours(1) };

    private static string HourPrefix(string shard, DateTimeOffset hour) =>
        $"{shard}{hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture)}/";

    /// <summary>Reads a key back; a key of any other shape is not a marker.</summary>
    public static bool TryParse(string key, out Marker marker)
    {
        marker = default;
        var parts = key.Split('/');

        if (parts is not ["d", _, var hour, var run]
            || !RunId.TryParse(run, out var id)
            || !DateTimeOffset.TryParseExact(hour, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return false;
        }

        marker = new(id, at);
        return marker.Key == key;
    }
}
