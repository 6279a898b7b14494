using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Reads the sidecar of an upload.</summary>
internal sealed class SidecarReader(IObjectReader objects, Retry retry)
{
    /// <param name="allow">The workflows that a sidecar may name; null for none.</param>
    /// <exception cref="OssException">OSS refuses the read.</exception>
    public async Task<SidecarFinding> ReadAsync(Upload upload, IReadOnlyList<string>? allow, CancellationToken cancellationToken)
    {
        if (SidecarKey.For(upload.Key) is not { } key)
        {
            return SidecarFinding.Missing.Instance;
        }

        try
        {
            // One byte more than the limit shows that the sidecar is too large.
            var found = await retry.ExecuteAsync(token => objects.GetAsync(upload.Bucket, key, Sidecar.MaxBytes + 1, token), cancellationToken);
            return found is null ? SidecarFinding.Missing.Instance : SidecarFinding.Parse(found.Body, found.ETag, upload, allow);
        }
        catch (OssException impossible) when (impossible.Code == OssException.ImpossibleName)
        {
            // The upload's own key is possible. With the suffix it is too long for this bucket, so no sidecar can ever lie there.
            return SidecarFinding.Missing.Instance;
        }
        catch (OssException archived) when (archived.Code == OssException.NotRestored)
        {
            return SidecarFinding.Bad.Archived;
        }
    }
}
