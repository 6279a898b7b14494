using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The uploads in the media bucket, without their bytes, and the sidecar files beside them.</summary>
internal sealed class MediaBucket(EventLoop loop)
{
    private const string SidecarETag = "9A7B3D5C286E8A9B1D2C3F4E574F0C1E";

    private readonly Dictionary<string, (OssObject Object, long Size, DateTimeOffset At)> _objects = [];

    public OssObject? Get(string key) => _objects.TryGetValue(key, out var found) ? found.Object : null;

    public OssHead? Head(string key) => _objects.TryGetValue(key, out var found)
        ? new(found.Object.ETag, found.Size, found.At, ContentType: null, StorageClass: null, new Dictionary<string, string>())
        : null;

    public void Put(string key, byte[] sidecar) => _objects[key] = (new(SidecarETag, sidecar), sidecar.Length, Second);

    public void Put(string key, string eTag, long size) => _objects[key] = (new(eTag, []), size, Second);

    public void Delete(string key) => _objects.Remove(key);

    // OSS tells the time of an object to the second.
    private DateTimeOffset Second => new(loop.Now.Ticks - (loop.Now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
