using System.Text;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>Where the sidecar of an object lies: <c>uploads/a.mp4.workflow.json</c> beside <c>uploads/a.mp4</c>.</summary>
internal static class SidecarKey
{
    private const string Suffix = ".workflow.json";

    // OSS documentation, "PutObject": the longest key.
    private const int MaxBytes = 1023;

    /// <returns>Null for a key so long that nothing can lie beside it.</returns>
    public static string? Beside(string mediaKey) => Encoding.UTF8.GetByteCount(mediaKey) + Suffix.Length <= MaxBytes ? mediaKey + Suffix : null;

    public static bool Is(string key) => key.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The key the sidecar lies beside.</summary>
    public static string MediaKeyOf(string sidecarKey) => sidecarKey[..^Suffix.Length];
}
