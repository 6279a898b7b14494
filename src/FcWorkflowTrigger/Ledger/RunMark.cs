using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The mark of a run that is parked, or that waits for its sidecar: a list of either reads no record.</summary>
/// <param name="IsWaiting">False for a parked run.</param>
internal readonly record struct RunMark(RunId Run, bool IsWaiting)
{
    private const string Waiting = "-waiting";

    /// <summary><c>p/&lt;runId&gt;</c>, and <c>p/&lt;runId&gt;-waiting</c></summary>
    public string Key => $"{LedgerKeys.Parked(Run)}{(IsWaiting ? Waiting : "")}";

    /// <summary>Reads a mark from its key; a key of another shape is not a mark.</summary>
    public static bool TryParse(string key, out RunMark mark)
    {
        mark = default;

        if (key.Split('/') is not [_, var name] || !RunId.TryParse(name.Split('-')[0], out var run))
        {
            return false;
        }

        mark = new(run, IsWaiting: name.Length > RunId.Length);
        return mark.Key == key;
    }
}

/// <summary>A mark, and when it was put, by OSS's clock.</summary>
internal readonly record struct ListedMark(RunMark Mark, DateTimeOffset PutAt);
