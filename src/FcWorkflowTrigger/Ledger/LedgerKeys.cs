using System.Globalization;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The object keys in the ledger's bucket. Keys begin with a hash, because OSS serves sequential prefixes five times slower.</summary>
internal static class LedgerKeys
{
    private const int RuleDigits = 16;
    private const int PlaceDigits = 16;

    /// <summary>One record: <c>r/&lt;kk&gt;/&lt;keyHash&gt;/&lt;uploadHash&gt;/&lt;nnnn&gt;.json</c></summary>
    public static string Slot(RunId run, long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"r/{run.KeyHash[..2]}/{run.KeyHash}/{run.UploadHash}/{seq:D4}.json");

    /// <summary>The prefix of every record of one run.</summary>
    public static string Slots(RunId run) => $"{SlotsOfKey(run)}{run.UploadHash}/";

    /// <summary>The prefix of every record of every run of one object.</summary>
    public static string SlotsOfKey(RunId run) => $"r/{run.KeyHash[..2]}/{run.KeyHash}/";

    /// <summary>All records, a line each: <c>a/&lt;kk&gt;/&lt;keyHash&gt;/&lt;uploadHash&gt;.jsonl</c></summary>
    public static string Lines(RunId run) => $"{LinesOfKey(run)}{run.UploadHash}.jsonl";

    /// <summary>The prefix of every log of one object.</summary>
    public static string LinesOfKey(RunId run) => $"a/{run.KeyHash[..2]}/{run.KeyHash}/";

    /// <summary>The pointer from a task to its run: <c>t/&lt;taskId&gt;</c></summary>
    public static string Pointer(string taskId) => $"t/{taskId}";

    /// <summary>The state of the deliveries of a run's ends: <c>w/&lt;kk&gt;/&lt;runId&gt;.json</c></summary>
    public static string DeliveryState(RunId run) => $"w/{run.KeyHash[..2]}/{run.Value}.json";

    /// <summary>The prefix of the places of one object's runs under one rule, in the order in which the runs were let through: <c>i/&lt;kk&gt;/&lt;keyHash&gt;/&lt;ruleHash&gt;/</c></summary>
    public static string Places(RunId run, string rule) => $"i/{run.KeyHash[..2]}/{run.KeyHash}/{Sha256Hex.Compute(rule)[..RuleDigits]}/";

    /// <summary>One place: <c>&lt;places&gt;&lt;nnnnnn&gt;</c></summary>
    public static string Place(string places, int number) => places + number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The prefix of all permits of one scope and UTC day: <c>bd/&lt;yyyyMMdd&gt;/&lt;scope&gt;/</c>. They have a root of their own, because only these expire.</summary>
    public static string DailyPermits(string scope, DateTimeOffset day) =>
        $"bd/{day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{scope}/";

    /// <summary>The prefix of all permits of a scope's runs that have not ended: <c>bn/&lt;scope&gt;/</c></summary>
    public static string ConcurrentPermits(string scope) => $"{ConcurrentPermitsRoot}{scope}/";

    /// <summary>The scopes that count a run of this rule: the scope of all rules, then the scope of the rule.</summary>
    public static (string All, string Rule) PermitScopes(string rule) => ("all", $"r-{rule}");

    /// <summary>The prefix of every permit that is deleted when its run ends.</summary>
    public const string ConcurrentPermitsRoot = "bn/";

    /// <summary>The prefix of the marks of runs that are parked, and of those that wait for their sidecar.</summary>
    public const string MarksRoot = "p/";

    /// <summary>The mark of a parked run: <c>p/&lt;runId&gt;</c></summary>
    public static string Parked(RunId run) => $"{MarksRoot}{run.Value}";

    /// <summary>What the newest sweep came to.</summary>
    public const string LastSweep = "s/last.json";

    /// <summary>How far the ends of runs have been told to a collector of telemetry.</summary>
    public const string ExportCursor = "x/otlp.json";

    /// <summary>The prefix of how far places have been looked through for missed events.</summary>
    public const string CatchUpRoot = "x/catch-up/";

    /// <summary>How far one place has been looked through: <c>x/catch-up/&lt;hash&gt;.json</c></summary>
    public static string CatchUpCursor(string bucket, string prefix) => $"{CatchUpRoot}{Sha256Hex.Compute($"{bucket}/{prefix}")[..PlaceDigits]}.json";

    /// <summary>The prefix of the events that no run could be made of.</summary>
    public const string UnreadableRoot = "u/";

    /// <summary>An event that could not be read: <c>u/&lt;yyyyMMdd&gt;/&lt;name&gt;</c></summary>
    public static string Unreadable(string name, DateTimeOffset day) =>
        $"{UnreadableRoot}{day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{name}";
}
