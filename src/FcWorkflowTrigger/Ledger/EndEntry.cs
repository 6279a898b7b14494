using System.Globalization;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>One end of a run in the index of ends. The key says all there is to say, so a list of ends reads no record.</summary>
/// <param name="Seq">The place of the end in the run's log.</param>
/// <param name="State">One of <see cref="States"/>.</param>
/// <param name="Hour">The UTC hour in which the end was recorded; cut to the hour.</param>
internal readonly record struct EndEntry(RunId Run, int Seq, string State, DateTimeOffset Hour)
{
    /// <summary>The prefix of every entry, without its slash.</summary>
    public const string Root = "e";

    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Canceled = "canceled";
    public const string Rejected = "rejected";

    /// <summary>Every state that a run can end in.</summary>
    public static IReadOnlyList<string> States { get; } = [Succeeded, Failed, Canceled, Rejected];

    /// <summary><c>e/&lt;shard&gt;/&lt;yyyyMMddHH&gt;/&lt;runId&gt;-&lt;seq&gt;-&lt;state&gt;</c></summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{HourPrefix(Run.UploadHash[0], Hour)}/{Run.Value}-{Seq}-{State}");

    /// <summary>The entry of a run's end; null while the run has not ended. A parked run has not.</summary>
    public static EndEntry? From(RunHistory history) =>
        history.Records is [.., var last] && FindState(last) is { } state ? new(history.Id, last.Seq, state, last.At) : null;

    /// <summary>What the keys of one shard and hour begin with; the keys of later hours come after it.</summary>
    /// <param name="shard">One of <see cref="Marker.Shards"/>.</param>
    public static string HourPrefix(char shard, DateTimeOffset at) => $"{ShardPrefix(shard)}{Marker.FormatHour(at)}";

    public static string ShardPrefix(char shard) => $"{Root}/{shard}/";

    /// <summary>Reads an entry from its key; a key of another shape is not an entry.</summary>
    public static bool TryParse(string key, out EndEntry entry)
    {
        entry = default;

        if (key.Split('/') is not [Root, _, var hour, var name]
            || name.Split('-') is not [var run, var number, var state]
            || !RunId.TryParse(run, out var id)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            || !States.Contains(state)
            || !Marker.TryParseHour(hour, out var at))
        {
            return false;
        }

        entry = new(id, seq, state, at);
        return entry.Key == key;
    }

    /// <summary>The state that this record ends a run in: one of <see cref="States"/>; null for a record that ends none.</summary>
    public static string? FindState(RunRecord record) => record switch
    {
        DoneRecord done => done.Outcome,
        RejectRecord => Rejected,
        CancelRecord => Canceled,
        _ => null,
    };
}
