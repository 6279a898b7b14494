using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The uploads in the media bucket, without their bytes, and the sidecar files beside them.</summary>
internal sealed class MediaBucket(EventLoop loop)
{
    /// <summary>The tag that each upload brings along: its number.</summary>
    public const string OwnTag = "upload";

    // Pages are short, so that rounds have several.
    private const int PageSize = 1;

    private const string SidecarETag = "9A7B3D5C286E8A9B1D2C3F4E574F0C1E";

    // OSS refuses a request whose date is further from its own.
    private static readonly TimeSpan RequestAge = TimeSpan.FromMinutes(15);

    private readonly List<MediaObject> _versions = [];
    private readonly HashSet<string> _deleted = [];

    /// <summary>Whether the bucket keeps replaced objects, each with its id.</summary>
    public bool HasVersions { get; init; }

    /// <summary>How many more looks are refused.</summary>
    public int RefusedLooks { get; set; }

    public DateTimeOffset Now => loop.Now;

    /// <summary>The object under each key.</summary>
    public IEnumerable<MediaObject> Objects => _versions.Where(version => !_deleted.Contains(version.Key)).GroupBy(version => version.Key).Select(versions => versions.Last());

    public OssObject? Get(string key) => Find(key, null) is { } found ? new(found.ETag, found.Body) : null;

    /// <exception cref="OssException">This look is refused.</exception>
    public OssHead? Head(string key)
    {
        if (RefusedLooks > 0)
        {
            RefusedLooks--;
            loop.Counts.Increment(Situation.RefusedLook);
            throw new OssException("HeadObject", HttpStatusCode.Forbidden, "AccessDenied", null);
        }

        return Find(key, null) is { } found
            ? new(found.ETag, found.Size, Second(found.At), ContentType: null, StorageClass: null, new Dictionary<string, string>(), VersionId: HasVersions ? found.VersionId : null)
            : null;
    }

    public OssPage Page(string prefix, string? startAfter)
    {
        var following = Objects
            .Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(stored.Key, startAfter) > 0)
            .OrderBy(stored => stored.Key, StringComparer.Ordinal)
            .Select(stored => new OssEntry(stored.Key, Second(stored.At), stored.ETag, stored.Size))
            .ToArray();
        return new([.. following.Take(PageSize)], following.Length > PageSize);
    }

    public IReadOnlyDictionary<string, string>? GetTags(string key, string? versionId) => Find(key, versionId)?.Tags;

    /// <param name="sent">When the request was signed.</param>
    public bool PutTags(string key, string? versionId, IReadOnlyDictionary<string, string> tags, DateTimeOffset sent)
    {
        if (loop.Now - sent > RequestAge)
        {
            throw new OssException("PutObjectTagging", HttpStatusCode.Forbidden, "RequestTimeTooSkewed", null);
        }

        if (Find(key, versionId) is not { } found)
        {
            return false;
        }

        // The tags were read of an object that has been replaced since. OSS has no condition against it.
        found.HasLostTags |= found.Tags.GetValueOrDefault(OwnTag) != tags.GetValueOrDefault(OwnTag);
        found.Tags = tags;
        return true;
    }

    public void Put(string key, byte[] sidecar) => Put(new(key, SidecarETag, sidecar, sidecar.Length, loop.Now, NextVersion, new Dictionary<string, string>()));

    /// <param name="ago">How long the upload took, where OSS gives the object the time of its begin.</param>
    /// <returns>The time of the object.</returns>
    public DateTimeOffset Put(string key, string eTag, long size, TimeSpan ago)
    {
        Put(new(key, eTag, [], size, loop.Now - ago, NextVersion, new Dictionary<string, string> { [OwnTag] = NextVersion }));
        return Second(loop.Now) - ago;
    }

    /// <summary>Nothing lies under the key any more. Its versions stay.</summary>
    public void Delete(string key) => _deleted.Add(key);

    private string NextVersion => _versions.Count.ToString(CultureInfo.InvariantCulture);

    private void Put(MediaObject version)
    {
        _versions.Add(version);
        _deleted.Remove(version.Key);
    }

    private MediaObject? Find(string key, string? versionId) => versionId is null && _deleted.Contains(key)
        ? null
        : _versions.LastOrDefault(version => version.Key == key && (versionId is null || version.VersionId == versionId));

    // OSS tells the time of an object to the second.
    private static DateTimeOffset Second(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

/// <summary>One object, or one version of it.</summary>
internal sealed class MediaObject(string key, string eTag, byte[] body, long size, DateTimeOffset at, string versionId, IReadOnlyDictionary<string, string> tags)
{
    public string Key => key;

    public string ETag => eTag;

    public byte[] Body => body;

    public long Size => size;

    public DateTimeOffset At => at;

    public string VersionId => versionId;

    public IReadOnlyDictionary<string, string> Tags { get; set; } = tags;

    /// <summary>The tags that it came with were replaced by those of the object before it.</summary>
    public bool HasLostTags { get; set; }
}
