namespace FcWorkflowTrigger.Benchmarks.Comparison;

/// <summary>One thing that goes wrong once for each upload.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Fault">The fault as the control routes of the local cloud take it; null for none.</param>
/// <param name="Deliveries">How often the event of an upload is delivered, without retries.</param>
internal sealed record Trouble(string Name, object? Fault, int Deliveries = 1)
{
    private const string Ingest = "fc-workflow-trigger-ingest";

    /// <summary>Nothing goes wrong, then the four that are compared.</summary>
    public static readonly Trouble[] All =
    [
        new("none", null),
        new("the reply of RegisterMediaInfo is lost", new { service = "ims", action = "RegisterMediaInfo", kind = "drop-reply" }),
        new("StartWorkflow is throttled once", new { service = "ims", action = "StartWorkflow", kind = "fail", code = "Throttling.User", status = 429 }),
        new("the connection breaks before the reply of StartWorkflow", new { service = "ims", action = "StartWorkflow", kind = "drop-reply" }),
        new("the event is delivered twice", new { service = "fc", action = Ingest, kind = "duplicate" }, Deliveries: 2),
    ];
}
