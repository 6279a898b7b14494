using System.Globalization;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>Where things lie in the ledger's bucket. A hash comes first: OSS serves sequential prefixes five times slower.</summary>
internal static class LedgerKeys
{
    /// <summary>One record: <c>r/&lt;kk&gt;/&lt;keyHash&gt;/&lt;uploadHash&gt;/&lt;nnnn&gt;.json</c></summary>
    public static string Slot(RunId run, long seq) =>
        $"r/{run.KeyHash[..2]}/{run.KeyHash}/{run.UploadHash}/{seq.ToString("D4", CultureInfo.InvariantCulture)}.json";

    /// <summary>All records, a line each: <c>a/&lt;kk&gt;/&lt;keyHash&gt;/&lt;uploadHash&gt;.jsonl</c></summary>
    public static string Lines(RunId run) => $"a/{run.KeyHash[..2]}/{run.KeyHash}/{run.UploadHash}.jsonl";

    /// <summary>From a task to its run: <c>t/&lt;taskId&gt;</c></summary>
    public static string Pointer(string taskId) => $"t/{taskId}";
}
