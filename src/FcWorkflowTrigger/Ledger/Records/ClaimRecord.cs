using System.Text.Json.Serialization;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>An invocation works on this run. A later claim, of a higher epoch, takes over.</summary>
internal sealed record ClaimRecord : RunRecord
{
    /// <summary>Seconds after <see cref="RunRecord.At"/> during which other invocations do not touch the run. It saves work; safety does not depend on it.</summary>
    [JsonRequired]
    public int Lease { get; init; }

    public required ClaimSource Src { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    public required string WorkflowId { get; init; }

    /// <summary>SHA-256 of the rules this was decided under, lower-case hex.</summary>
    public required string Config { get; init; }

    /// <summary>The run that this run repeats, because an operator asked for it; null for the run of an upload.</summary>
    public string? Forerunner { get; init; }

    /// <summary><see cref="ClaimVia.CatchUp"/> when no event brought the upload and a sweep found it; null for other ways.</summary>
    public string? Via { get; init; }

    /// <summary>The place in the uploader's trace, as W3C Trace Context writes it; null when the object brought none, or when no rule looked at the object.</summary>
    public string? TraceParent { get; init; }

    /// <summary>How the run is registered and started; null in claims that are older than plans.</summary>
    public ClaimPlan? Plan { get; init; }

    /// <summary>The run waits for a sidecar. The claim that ends the wait has the complete plan.</summary>
    [JsonIgnore]
    public bool Waits => Plan?.Sidecar is not null;

    [JsonIgnore]
    public DateTimeOffset LeaseEnd => At.AddSeconds(Lease);
}

/// <summary>How runs came that no event brought.</summary>
internal static class ClaimVia
{
    /// <summary>The event was missed, and a sweep found the object.</summary>
    public const string CatchUp = "catch-up";
}

/// <summary>The upload as it was in the event: enough to run it again without the event.</summary>
/// <param name="Media">The media asset that a person started a workflow for; null for the run of an object.</param>
internal sealed record ClaimSource(
    string Region,
    string Bucket,
    string Key,
    string Etag,
    long Size,
    string EventTime,
    string Event,
    string? RequestId = null,
    string? Media = null)
{
    public static ClaimSource From(Upload upload) => new(
        upload.Region, upload.Bucket, upload.Key, upload.ETag, upload.Size, upload.EventTime, upload.EventName, upload.RequestId, upload.Media);

    public Upload ToUpload() => new(Region, Bucket, Key, Etag, Size, RequestId, EventTime, Event, Media: Media);
}
