using System.Globalization;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Where things lie in the ledger's bucket. A hash comes first: OSS serves sequential prefixes five times slower.</summary>
internal static class LedgerKeys
{
    private const int RuleDigits = 16;

    /// <summary>One record: <c>r/&lt;kk&gt;/&lt;keyHash&gt;/&lt;uploadHash&gt;/&lt;nnnn&gt;.json</c></summary>
    public static string Slot(RunId run, long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"r/{run.KeyHash[..2]}/{run.KeyHash}/{run.UploadHash}/{seq:D4}.json");

    /// <summary>What every record of every run of one object starts with.</summary>
    public static string SlotsOfKey(RunId run) => $"r/{run.KeyHash[..2]}/{run.KeyHash}/";

    /// <summary>All records, a line each: <c>a/&lt;kk&gt;/&lt;keyHash&gt;/&lt;uploadHash&gt;.jsonl</c></summary>
    public static string Lines(RunId run) => $"{LinesOfKey(run)}{run.UploadHash}.jsonl";

    /// <summary>What every log of one object starts with.</summary>
    public static string LinesOfKey(RunId run) => $"a/{run.KeyHash[..2]}/{run.KeyHash}/";

    /// <summary>From a task to its run: <c>t/&lt;taskId&gt;</c></summary>
    public static string Pointer(string taskId) => $"t/{taskId}";

    /// <summary>How far the deliveries of a run's ends have come: <c>w/&lt;kk&gt;/&lt;runId&gt;.json</c></summary>
    public static string DeliveryState(RunId run) => $"w/{run.KeyHash[..2]}/{run.Value}.json";

    /// <summary>What the places of one object's runs under one rule start with, in the order they were let go: <c>i/&lt;kk&gt;/&lt;keyHash&gt;/&lt;ruleHash&gt;/</c></summary>
    public static string Places(RunId run, string rule) => $"i/{run.KeyHash[..2]}/{run.KeyHash}/{Sha256Hex.Compute(rule)[..RuleDigits]}/";

    /// <summary>One of them: <c>&lt;places&gt;&lt;nnnnnn&gt;</c></summary>
    public static string Place(string places, int number) => places + number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>What all permits of one scope and UTC day start with: <c>bd/&lt;yyyyMMdd&gt;/&lt;scope&gt;/</c>. A root of its own: only these grow old.</summary>
    public static string DayPermits(string scope, DateTimeOffset day) =>
        $"bd/{day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{scope}/";

    /// <summary>What all permits of a scope's runs that have not ended start with: <c>bn/&lt;scope&gt;/</c></summary>
    public static string NowPermits(string scope) => $"{NowPermitsRoot}{scope}/";

    /// <summary>The scopes a run of this rule can be counted under: that of all rules, then the rule's own.</summary>
    public static (string All, string Rule) PermitScopes(string rule) => ("all", $"r-{rule}");

    /// <summary>What every permit that ends with its run starts with.</summary>
    public const string NowPermitsRoot = "bn/";

    /// <summary>An event nobody could read: <c>u/&lt;yyyyMMdd&gt;/&lt;name&gt;</c></summary>
    public static string Unreadable(string name, DateTimeOffset day) =>
        $"u/{day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{name}";
}
