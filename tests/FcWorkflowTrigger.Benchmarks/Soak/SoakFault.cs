namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>One fault that the local cloud injects once. The names are those of its control routes.</summary>
/// <param name="Weight">The frequency relative to the other faults.</param>
/// <param name="KeyContains">Limits a fault of OSS to the ledger, and to one kind of object in it.</param>
internal sealed record SoakFault(
    int Weight, string Service, string Action, string Kind, string? Code = null, int Status = 0, int DelayMilliseconds = 0, string? KeyContains = null)
{
    // In the ledger, only the keys of records end with .json, only the keys of markers contain /20, and only the keys of pointers begin with t/.
    private const string Record = ".json";
    private const string Marker = "/20";
    private const string Pointer = "t/";

    private const string Ingest = "fc-workflow-trigger-ingest";
    private const string Callback = "fc-workflow-trigger-callback";
    private const string Reconcile = "fc-workflow-trigger-reconcile";
    private const string TaskComplete = "WorkflowTaskComplete";

    /// <summary>All faults except the loss of the event of an upload, because no function can then know the upload.</summary>
    public static readonly SoakFault[] All =
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
        new(6, "callback", TaskComplete, "lose"),
        new(5, "callback", TaskComplete, "duplicate"),
        new(3, "callback", TaskComplete, "delay", DelayMilliseconds: 5000),
    ];

    private static readonly int TotalWeight = All.Sum(fault => fault.Weight);

    public string Name => string.Join(' ', new[] { Service, Action, Kind, Code, KeyContains }.Where(part => part is not null));

    public object Request => new { Service, Action, Kind, Code, Status, DelayMilliseconds, KeyContains };

    public static SoakFault Next(Random random)
    {
        var at = random.Next(TotalWeight);
        return All.First(fault => (at -= fault.Weight) < 0);
    }
}
