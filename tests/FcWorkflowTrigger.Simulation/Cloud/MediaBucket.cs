using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>The sidecar files in the media bucket. The functions read no other objects there.</summary>
internal sealed class MediaBucket
{
    private readonly Dictionary<string, OssObject> _objects = [];

    public OssObject? Get(string key) => _objects.GetValueOrDefault(key);

    public void Put(string key, byte[] body) => _objects[key] = new("9A7B3D5C286E8A9B1D2C3F4E574F0C1E", body);
}
