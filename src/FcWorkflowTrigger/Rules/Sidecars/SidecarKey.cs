using System.Text;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>The key of an object's sidecar: <c>uploads/a.mp4.workflow.json</c> for <c>uploads/a.mp4</c>.</summary>
internal static class SidecarKey
{
    private const string Suffix = ".workflow.json";

    // OSS documentation, "PutObject": the longest key.
    private const int MaxBytes = 1023;

    /// <returns>Null when the media key is so long that its sidecar's key would be over the limit.</returns>
    public static string? For(string mediaKey) => Encoding.UTF8.GetByteCount(mediaKey) + Suffix.Length <= MaxBytes ? mediaKey + Suffix : null;

    public static bool IsSidecar(string key) => key.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The key of the object that the sidecar belongs to.</summary>
    public static string GetMediaKey(string sidecarKey) => sidecarKey[..^Suffix.Length];
}
