using System.Text.Json.Serialization;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Records;

/// <summary>An invocation works on this run. A later claim, of a higher epoch, takes over.</summary>
internal sealed record ClaimRecord : RunRecord
{
    /// <summary>Seconds after <see cref="RunRecord.At"/> in which other invocations leave the run alone. Saves work; safety never depends on it.</summary>
    [JsonRequired]
    public int Lease { get; init; }

    public required ClaimSource Src { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    public required string WorkflowId { get; init; }

    /// <summary>SHA-256 of the rules this was decided under, lower-case hex.</summary>
    public required string Config { get; init; }

    /// <summary>How it is registered and started; null in claims older than plans.</summary>
    public ClaimPlan? Plan { get; init; }

    /// <summary>What it claims is to wait for a sidecar; the claim that ends the wait has the finished plan.</summary>
    [JsonIgnore]
    public bool Waits => Plan?.Sidecar is not null;

    [JsonIgnore]
    public DateTimeOffset LeaseEnd => At.AddSeconds(Lease);
}

/// <summary>The upload as the event told it: enough to run it again without the event.</summary>
internal sealed record ClaimSource(
    string Region,
    string Bucket,
    string Key,
    string Etag,
    long Size,
    string EventTime,
    string Event,
    string? RequestId = null)
{
    public static ClaimSource From(Upload upload) => new(
        upload.Region, upload.Bucket, upload.Key, upload.ETag, upload.Size, upload.EventTime, upload.EventName, upload.RequestId);

    public Upload ToUpload() => new(Region, Bucket, Key, Etag, Size, RequestId, EventTime, Event);
}
