using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Settings;

/// <summary>Everything a deployment decides, checked before the first request. Each part is an options type of the folder that works by it.</summary>
/// <param name="Region">The region Function Compute runs this function in, such as <c>cn-shanghai</c>.</param>
/// <param name="Port">Where the function listens.</param>
/// <param name="InstanceId">This process, for the ledger's "by".</param>
internal sealed record AppSettings(FunctionRole Role, string Region, int Port, string InstanceId)
{
    public required LedgerOptions Ledger { get; init; }

    public required ImsOptions Ims { get; init; }

    /// <summary>How callbacks are checked; used by the callback function.</summary>
    public required CallbackOptions Callback { get; init; }

    /// <summary>Empty for the callback function, which decides nothing.</summary>
    public RuleSet Rules { get; init; } = new([], []);

    /// <summary>How starts are made; null for the callback function, which makes none.</summary>
    public StartOptions? Start { get; init; }

    /// <summary>Which systems are sent the ends of runs.</summary>
    public OutcomeOptions Outcomes { get; init; } = OutcomeOptions.None;

    public CloudOptions Cloud => new(Region, Ledger.Endpoint, Ledger.Bucket, Ims, Start?.CallsPerSecond ?? 0);

    public IngestOptions Ingest => new(Region);
}
