using System.Globalization;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Uploads;

/// <summary>One object-created event of OSS.</summary>
/// <param name="Region">Without the <c>oss-</c> prefix: <c>cn-shanghai</c>.</param>
/// <param name="Key">Raw UTF-8 as in the event, never URL-decoded; 1 to 1,023 bytes.</param>
/// <param name="ETag">Opaque: an MD5 only for some kinds of upload.</param>
/// <param name="Size">Bytes.</param>
/// <param name="RequestId">The uploading request's id: unique per upload and the same in every redelivery; null if the event lacks it.</param>
/// <param name="EventTime">As in the event, ISO 8601 UTC.</param>
/// <param name="EventName">Without the <c>oss:</c> prefix: <c>ObjectCreated:PutObject</c>.</param>
/// <param name="MimeType">The content type as uploaded; null if the event lacks it.</param>
/// <param name="Media">The media asset that a person starts a workflow for, in place of an object; null for an upload.</param>
internal sealed record Upload(
    string Region,
    string Bucket,
    string Key,
    string ETag,
    long Size,
    string? RequestId,
    string EventTime,
    string EventName,
    string? MimeType = null,
    string? Media = null) : ILogFacts
{
    // No request id of OSS contains this character.
    private const string BackfillPrefix = "backfill|";

    /// <summary>Distinguishes two uploads of one key.</summary>
    public string UploadId => string.IsNullOrEmpty(RequestId) ? $"{ETag}|{Size}|{EventTime}" : RequestId;

    /// <summary>A person asked for the run of an object that was there before; no event brought it.</summary>
    public bool IsBackfill => RequestId?.StartsWith(BackfillPrefix, StringComparison.Ordinal) == true;

    /// <summary>The same bytes under the same key as a backfill names them: once for each rule, however often they were uploaded.</summary>
    public Upload AsBackfill() => this with { RequestId = BackfillPrefix + ETag.ToUpperInvariant() };

    /// <summary>The other upload has the same bytes, as far as the ETags tell. Two ETags that were never told are not the same.</summary>
    public bool HasBytesOf(Upload other) => ETag.Length > 0 && string.Equals(ETag, other.ETag, StringComparison.OrdinalIgnoreCase);

    /// <summary>The bytes with this ETag may be those of the upload. Where the event told no ETag, any may.</summary>
    public bool MayHaveBytes(string eTag) => ETag.Length == 0 || string.Equals(ETag, eTag, StringComparison.OrdinalIgnoreCase);

    /// <summary>The last segment of the key.</summary>
    public string Name => Key[(Key.LastIndexOf('/') + 1)..];

    /// <summary>When it happened; null if the event contains no time that can be read.</summary>
    public DateTimeOffset? Time =>
        DateTimeOffset.TryParse(EventTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;

    /// <summary>The UTC day of the event, <c>yyyy-MM-dd</c>; empty if the event lacks a time.</summary>
    public string Date => Time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The object as it is named to people and in files; <c>media:&lt;MediaId&gt;</c> for a media asset.</summary>
    public string Address => Media is null ? $"oss://{Bucket}/{Key}" : $"media:{Media}";

    /// <summary>Adds the object, and how long ago it was uploaded.</summary>
    public void WriteFacts(LogFacts facts, DateTimeOffset now)
    {
        if (Media is not null)
        {
            facts.AddOutside(LogFactNames.MediaId, Media);
            return;
        }

        facts.AddOutside(LogFactNames.Bucket, Bucket);
        facts.AddOutside(LogFactNames.Key, Key);

        // Of an object that a backfill has found, the age says nothing about how long its upload has waited.
        if (!IsBackfill && Time is { } time)
        {
            facts.Add(LogFactNames.SinceUploadMs, (long)(now - time).TotalMilliseconds);
        }
    }

    /// <summary>The object as it is named in the log.</summary>
    public override string ToString() => Media is null ? $"oss://{LogText.Escape(Bucket)}/{LogText.Escape(Key)}" : $"media asset {LogText.Escape(Media)}";
}
