namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>One thing the local cloud can be told to do wrong, once; the names are its own.</summary>
/// <param name="Weight">How often, beside the others.</param>
/// <param name="KeyContains">Keeps the trouble of OSS to the ledger, and to one kind of object in it.</param>
internal sealed record Trouble(
    int Weight, string Service, string Action, string Kind, string? Code = null, int Status = 0, int DelayMilliseconds = 0, string? KeyContains = null)
{
    // Of the ledger's keys, records alone end so; markers alone hold the year after a slash; pointers alone begin with t.
    private const string Record = ".json";
    private const string Marker = "/20";
    private const string Pointer = "t/";

    private const string Ingest = "fc-workflow-trigger-ingest";
    private const string Callback = "fc-workflow-trigger-callback";
    private const string Reconcile = "fc-workflow-trigger-reconcile";
    private const string Told = "WorkflowTaskComplete";

    /// <summary>Whatever can go wrong but the loss of an upload's event itself: no function can know of it then.</summary>
    public static readonly Trouble[] All =
    [
        new(6, "ims", "RegisterMediaInfo", "fail", "Throttling.User", 429),
        new(6, "ims", "StartWorkflow", "fail", "Throttling.User", 429),
        new(4, "ims", "GetWorkflowTask", "fail", "Throttling.User", 429),
        new(3, "ims", "StartWorkflow", "fail", "ServiceUnavailable", 503),
        new(3, "ims", "RegisterMediaInfo", "drop-reply"),
        new(3, "ims", "RegisterMediaInfo", "drop-request"),
        new(4, "ims", "StartWorkflow", "drop-reply"),
        new(2, "ims", "StartWorkflow", "drop-request"),
        new(3, "ims", "GetWorkflowTask", "drop-reply"),
        new(3, "ims", "StartWorkflow", "delay", DelayMilliseconds: 800),
        new(5, "oss", "PutObject", "fail", "ServiceUnavailable", 503, KeyContains: Record),
        new(4, "oss", "PutObject", "drop-reply", KeyContains: Record),
        new(3, "oss", "PutObject", "drop-request", KeyContains: Record),
        new(4, "oss", "PutObject", "delay", DelayMilliseconds: 500, KeyContains: Record),
        new(3, "oss", "PutObject", "fail", "ServiceUnavailable", 503, KeyContains: Marker),
        new(2, "oss", "PutObject", "drop-request", KeyContains: Pointer),
        new(3, "oss", "GetObject", "fail", "ServiceUnavailable", 503, KeyContains: Record),
        new(3, "oss", "DeleteObject", "drop-reply", KeyContains: Marker),
        new(2, "oss", "ListObjectsV2", "fail", "ServiceUnavailable", 503),
        new(5, "fc", Ingest, "duplicate"),
        new(4, "fc", Ingest, "fail"),
        new(2, "fc", Ingest, "delay", DelayMilliseconds: 3000),
        new(3, "fc", Callback, "fail"),
        new(1, "fc", Reconcile, "fail"),
        new(1, "fc", Reconcile, "duplicate"),
        new(6, "callback", Told, "lose"),
        new(5, "callback", Told, "duplicate"),
        new(3, "callback", Told, "delay", DelayMilliseconds: 5000),
    ];

    private static readonly int TotalWeight = All.Sum(trouble => trouble.Weight);

    public string Name => string.Join(' ', new[] { Service, Action, Kind, Code, KeyContains }.Where(part => part is not null));

    public object Fault => new { Service, Action, Kind, Code, Status, DelayMilliseconds, KeyContains };

    public static Trouble Next(Random random)
    {
        var at = random.Next(TotalWeight);
        return All.First(trouble => (at -= trouble.Weight) < 0);
    }
}
