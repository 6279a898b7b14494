using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The uploads in the media bucket, without their bytes, and the sidecar files beside them.</summary>
internal sealed class MediaBucket(EventLoop loop)
{
    private const int PageSize = 1;

    private const string SidecarETag = "9A7B3D5C286E8A9B1D2C3F4E574F0C1E";

    private readonly Dictionary<string, (OssObject Object, long Size, DateTimeOffset At)> _objects = [];

    public OssObject? Get(string key) => _objects.TryGetValue(key, out var found) ? found.Object : null;

    /// <summary>How many more looks are refused.</summary>
    public int RefusedLooks { get; set; }

    /// <exception cref="OssException">This look is refused.</exception>
    public OssHead? Head(string key)
    {
        if (RefusedLooks > 0)
        {
            RefusedLooks--;
            loop.Counts.Increment(Situation.RefusedLook);
            throw new OssException("HeadObject", HttpStatusCode.Forbidden, "AccessDenied", null);
        }

        return HeadOf(key);
    }

    private OssHead? HeadOf(string key) => _objects.TryGetValue(key, out var found)
        ? new(found.Object.ETag, found.Size, found.At, ContentType: null, StorageClass: null, new Dictionary<string, string>())
        : null;

    // Pages are short, so that rounds have several.
    public OssPage Page(string prefix, string? startAfter)
    {
        var following = _objects
            .Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(stored.Key, startAfter) > 0)
            .OrderBy(stored => stored.Key, StringComparer.Ordinal)
            .Select(stored => new OssEntry(stored.Key, stored.Value.At, stored.Value.Object.ETag, stored.Value.Size))
            .ToArray();
        return new([.. following.Take(PageSize)], following.Length > PageSize);
    }

    public void Put(string key, byte[] sidecar) => _objects[key] = (new(SidecarETag, sidecar), sidecar.Length, Second);

    /// <param name="ago">How long the upload took, where OSS gives the object the time of its begin.</param>
    /// <returns>The time of the object.</returns>
    public DateTimeOffset Put(string key, string eTag, long size, TimeSpan ago)
    {
        _objects[key] = (new(eTag, []), size, Second - ago);
        return Second - ago;
    }

    // OSS tells the time of an object to the second.
    private DateTimeOffset Second => new(loop.Now.Ticks - (loop.Now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
