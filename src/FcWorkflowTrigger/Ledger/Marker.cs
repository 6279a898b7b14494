using System.Globalization;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Shows that something is not done for a run yet. Sweeps list markers and nothing else.</summary>
/// <param name="Hour">The UTC hour from which the marker is due; cut to the hour.</param>
/// <param name="Root">What is not done: <see cref="Unfinished"/> or <see cref="Undelivered"/>.</param>
/// <param name="End">
/// Under <see cref="Undelivered"/>, the place in the log of the end that is not delivered yet, so that each end has a marker of its own.
/// Under <see cref="Unfinished"/>, the place of the record that the run is overdue: it has been told, and a listing of markers shows it.
/// </param>
/// <param name="Resend">The name of the command that had the end sent again, so that each has a marker of its own; null for the end's first delivery.</param>
internal readonly record struct Marker(RunId Run, DateTimeOffset Hour, string Root = Marker.Unfinished, int? End = null, string? Resend = null)
{
    /// <summary>The run has not ended.</summary>
    public const string Unfinished = "d";

    /// <summary>The end of the run is not delivered to the user's systems yet.</summary>
    public const string Undelivered = "o";

    private const string HourFormat = "yyyyMMddHH";
    private const int ResendDigits = 16;

    /// <summary>Sixteen shards spread the writes; OSS slows down on keys that count upwards.</summary>
    public static string Shards => "0123456789abcdef";

    /// <summary><c>&lt;root&gt;/&lt;shard&gt;/&lt;yyyyMMddHH&gt;/&lt;runId&gt;</c>, with <c>-&lt;end&gt;</c> and <c>-&lt;resend&gt;</c> where there is one.</summary>
    public string Key => $"{Shard}{FormatHour(Hour)}/{Run.Value}{(End is null ? "" : $"-{Delivery}")}";

    /// <summary>The name of this delivery of the end, unique among all of the run: <c>&lt;end&gt;</c>, or <c>&lt;end&gt;-&lt;resend&gt;</c>.</summary>
    public string Delivery => $"{End}{(Resend is null ? "" : $"-{Resend}")}";

    /// <summary>The prefix of all keys of this marker's shard.</summary>
    public string Shard => $"{Root}/{Run.UploadHash[0]}/";

    /// <summary>Uses the hour of the upload, so that every delivery of its event names the same marker; never later than now.</summary>
    public static Marker For(RunId run, Upload upload, DateTimeOffset now) => new(run, upload.Time is { } at && at <= now ? at : now);

    /// <summary>The marker of a record that has to be told to the user's systems: <see cref="RunRecord.IsTold"/>.</summary>
    /// <remarks>Uses the hour of the record itself, so that every announcement of it names the same marker.</remarks>
    public static Marker ForEnd(RunId run, RunRecord end) => new(run, end.At, Undelivered, end.Seq);

    /// <summary>The marker of one command that has an end sent again.</summary>
    /// <param name="command">Names the command: the same command names the same marker.</param>
    public static Marker ForResend(RunId run, int end, string command, DateTimeOffset now) =>
        new(run, now, Undelivered, end, Sha256Hex.Compute(command)[..ResendDigits]);

    /// <summary>The shard that a sweep begins with. It changes every five minutes, so that a sweep that runs out of time does not skip the same runs each time.</summary>
    public static int FirstShard(DateTimeOffset now) => (int)(now.Ticks / (5 * TimeSpan.TicksPerMinute) % Shards.Length);

    /// <summary>The marker of the same run, due from the next full hour on.</summary>
    public Marker Postpone(DateTimeOffset now) => this with { Hour = now.AddHours(1) };

    /// <summary>The hour as keys of markers and of ends hold it: <c>yyyyMMddHH</c> in UTC.</summary>
    public static string FormatHour(DateTimeOffset hour) => hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="FormatHour"/> has written.</summary>
    public static bool TryParseHour(string text, out DateTimeOffset hour) =>
        DateTimeOffset.TryParseExact(text, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out hour);

    /// <summary>Reads a marker from its key; a key of another shape is not a marker.</summary>
    public static bool TryParse(string key, out Marker marker)
    {
        marker = default;

        if (key.Split('/') is not [Unfinished or Undelivered, _, var hour, var name]
            || name.Split('-') is not [var run, .. var rest]
            || !RunId.TryParse(run, out var id)
            || !TryParseHour(hour, out var at))
        {
            return false;
        }

        var end = rest is [var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : (int?)null;
        marker = new(id, at, key[..1], end, rest is [_, var resend] ? resend : null);
        return marker.Key == key;
    }
}
