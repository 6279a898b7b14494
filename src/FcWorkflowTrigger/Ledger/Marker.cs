using System.Globalization;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Says that something about a run is not done yet; sweeps walk these and nothing else.</summary>
/// <param name="Hour">The UTC hour it is due from; cut to the hour.</param>
/// <param name="Root">What is not done: <see cref="Unfinished"/> or <see cref="Undelivered"/>.</param>
/// <param name="End">Which end of the run is untold: its place in the log. So no marker is taken away for another's sake.</param>
internal readonly record struct Marker(RunId Run, DateTimeOffset Hour, string Root = Marker.Unfinished, int? End = null)
{
    /// <summary>The run itself.</summary>
    public const string Unfinished = "d";

    /// <summary>Telling the user's systems how it ended.</summary>
    public const string Undelivered = "o";

    private const string HourFormat = "yyyyMMddHH";

    /// <summary>Sixteen shards spread the writes; OSS slows down on keys that count upwards.</summary>
    public static string Shards => "0123456789abcdef";

    /// <summary><c>&lt;root&gt;/&lt;shard&gt;/&lt;yyyyMMddHH&gt;/&lt;runId&gt;</c>, with <c>-&lt;end&gt;</c> where there is one.</summary>
    public string Key => $"{Shard}{Hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture)}/{Run.Value}{(End is { } end ? $"-{end}" : "")}";

    /// <summary>What all keys of this one's shard start with.</summary>
    public string Shard => $"{Root}/{Run.UploadHash[0]}/";

    /// <summary>The hour of the upload, so that every delivery of its event names the same marker; never later than now.</summary>
    public static Marker For(RunId run, Upload upload, DateTimeOffset now) => new(run, upload.Time is { } at && at <= now ? at : now);

    /// <summary>An end that the user's systems are to be told of.</summary>
    /// <remarks>The hour of the end itself, so that whoever announces it, and however often, names the same marker.</remarks>
    public static Marker ForEnd(RunHistory history) => new(history.Id, history.Records[^1].At, Undelivered, history.Records[^1].Seq);

    /// <summary>Where a walk over the shards begins: one further on every five minutes, so that no run is always the one time runs out for.</summary>
    public static int FirstShard(DateTimeOffset now) => (int)(now.Ticks / (5 * TimeSpan.TicksPerMinute) % Shards.Length);

    /// <summary>The same run, to be looked at from the next full hour on.</summary>
    public Marker Later(DateTimeOffset now) => this with { Hour = now.AddHours(1) };

    /// <summary>Reads a key back; a key of any other shape is not a marker.</summary>
    public static bool TryParse(string key, out Marker marker)
    {
        marker = default;

        if (key.Split('/') is not [Unfinished or Undelivered, _, var hour, var name]
            || name.Split('-') is not [var run, .. var rest]
            || !RunId.TryParse(run, out var id)
            || !DateTimeOffset.TryParseExact(hour, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return false;
        }

        marker = new(id, at, key[..1], rest is [var end] && int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null);
        return marker.Key == key;
    }
}
