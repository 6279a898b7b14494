using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Looks beside an upload.</summary>
internal sealed class SidecarReader(IObjectReader objects, Retry retry)
{
    /// <param name="allow">The workflows a sidecar may name; null for none.</param>
    /// <exception cref="OssException">OSS refuses to say.</exception>
    public async Task<SidecarFinding> ReadAsync(Upload upload, IReadOnlyList<string>? allow, CancellationToken cancellationToken)
    {
        if (SidecarKey.For(upload.Key) is not { } key)
        {
            return SidecarFinding.Missing.Instance;
        }

        try
        {
            // One byte more than is allowed tells that there are too many.
            var found = await retry.ExecuteAsync(token => objects.GetAsync(upload.Bucket, key, Sidecar.MaxBytes + 1, token), cancellationToken);
            return found is null ? SidecarFinding.Missing.Instance : SidecarFinding.Parse(found.Body, found.ETag, upload, allow);
        }
        catch (OssException archived) when (archived.Code == OssException.NotRestored)
        {
            return SidecarFinding.Bad.Archived;
        }
    }
}
