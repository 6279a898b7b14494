using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The uploads in the media bucket, without their bytes, and the sidecar files beside them.</summary>
internal sealed class MediaBucket
{
    private const string SidecarETag = "9A7B3D5C286E8A9B1D2C3F4E574F0C1E";

    private readonly Dictionary<string, OssObject> _objects = [];

    public OssObject? Get(string key) => _objects.GetValueOrDefault(key);

    public void Put(string key, byte[] body, string eTag = SidecarETag) => _objects[key] = new(eTag, body);
}
