using System.Text.Json.Serialization;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>How far the ends of runs have been exported, in the order in which OSS took their entries.</summary>
/// <param name="Through">The time of the last entry exported, by OSS's clock.</param>
/// <param name="Key">The key of the last entry exported: entries of one second are exported in order of key.</param>
/// <param name="Undelivered">Runs that were exported before all of their deliveries were over, the oldest first.</param>
internal sealed record ExportCursor(DateTimeOffset Through, string Key, IReadOnlyList<UndeliveredRun> Undelivered)
{
    public static ExportCursor BeginAt(DateTimeOffset at) => new(at, "", []);

    /// <summary>Whether the entry has not been exported yet.</summary>
    public bool IsBefore(ListedEnd listed) => Compare(Through, Key, listed.PutAt, listed.End.Key) < 0;

    public static ExportCursor Behind(ListedEnd last, IEnumerable<UndeliveredRun> undelivered) => new(last.PutAt, last.End.Key, [.. undelivered]);

    /// <summary>The cursor behind all that is too old to be exported.</summary>
    public ExportCursor SkipTo(DateTimeOffset oldest) => this with { Through = oldest, Key = "" };

    /// <summary>The order of export.</summary>
    public static int Compare(DateTimeOffset at, string key, DateTimeOffset otherAt, string otherKey) =>
        at != otherAt ? at.CompareTo(otherAt) : string.CompareOrdinal(key, otherKey);
}

/// <summary>A run whose trace lacks deliveries that were not over yet.</summary>
/// <param name="Since">When its end was exported.</param>
internal sealed record UndeliveredRun(string Run, DateTimeOffset Since);

/// <summary>The JSON type of the cursor.</summary>
[JsonSerializable(typeof(ExportCursor))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class ExportJson : JsonSerializerContext;
