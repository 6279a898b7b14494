using System.Globalization;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>A run's place under a limit.</summary>
/// <param name="Epoch">The claim that the permit was put under. Only the holder of that claim puts it, so a permit of a later claim is never deleted by mistake.</param>
/// <param name="At">When the permit was put.</param>
internal readonly record struct Permit(string Key, RunId Run, int Epoch, DateTimeOffset At)
{
    /// <summary>The part of the key after the limit's prefix: <c>&lt;runId&gt;-&lt;epoch&gt;</c></summary>
    public static string FormatName(RunId run, int epoch) => string.Create(CultureInfo.InvariantCulture, $"{run.Value}-{epoch}");

    /// <summary>Reads a permit from a listed key; a key of another shape is not a permit.</summary>
    public static bool TryParse(OssEntry entry, string prefix, out Permit permit)
    {
        permit = default;

        if (entry.Key[prefix.Length..].Split('-') is not [var run, var number]
            || !RunId.TryParse(run, out var id)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
        {
            return false;
        }

        permit = new(entry.Key, id, epoch, entry.LastModified);
        return true;
    }
}
