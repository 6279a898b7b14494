using System.Globalization;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>A run's place under a limit.</summary>
/// <param name="Epoch">The claim it was put under. Only that claim's holder puts it, so nobody takes away a successor's.</param>
/// <param name="At">When it was put.</param>
internal readonly record struct Permit(string Key, RunId Run, int Epoch, DateTimeOffset At)
{
    /// <summary>What follows the limit's prefix in a key: <c>&lt;runId&gt;-&lt;epoch&gt;</c></summary>
    public static string NameOf(RunId run, int epoch) => string.Create(CultureInfo.InvariantCulture, $"{run.Value}-{epoch}");

    /// <summary>Reads a listed key back; a key of any other shape is not a permit.</summary>
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
