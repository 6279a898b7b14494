using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Telemetry;

namespace FcWorkflowTrigger.Settings;

/// <summary>All settings of a deployment, checked before the first request. Each part is an options type of the folder that uses it.</summary>
/// <param name="Region">The region Function Compute runs this function in, such as <c>cn-shanghai</c>.</param>
/// <param name="Port">The port that the function listens on.</param>
/// <param name="InstanceId">The id of this process, which the ledger records with each record.</param>
internal sealed record AppSettings(FunctionRole Role, string Region, int Port, string InstanceId)
{
    public required LedgerOptions Ledger { get; init; }

    public required ImsOptions Ims { get; init; }

    /// <summary>How callbacks are checked; used by the callback function.</summary>
    public required CallbackOptions Callback { get; init; }

    /// <summary>Empty for the callback function, which does not use the rules.</summary>
    public RuleSet Rules { get; init; } = new([], []);

    /// <summary>How starts are made; null for the callback function, which starts nothing.</summary>
    public StartOptions? Start { get; init; }

    /// <summary>From which level on lines are logged.</summary>
    public LogVerbosity LogLevel { get; init; } = LogVerbosity.Information;

    /// <summary>Each invocation's lines are framed as those of Function Compute's own runtimes.</summary>
    public bool LogFrames { get; init; }

    /// <summary>Which systems receive the outcomes of runs.</summary>
    public OutcomeOptions Outcomes { get; init; } = OutcomeOptions.None;

    /// <summary>Where traces and metrics go; used by the reconcile function.</summary>
    public TelemetryOptions Telemetry { get; init; } = TelemetryOptions.None;

    /// <summary>Where objects are looked for whose events never came; used by the reconcile function.</summary>
    public CatchUpOptions CatchUp { get; init; } = CatchUpOptions.None;

    public CloudOptions Cloud => new(Region, Ledger.Endpoint, Ledger.Bucket, Ims);

    public HostingOptions Hosting => new(Role.ToString().ToLowerInvariant(), Port, InstanceId) { LogLevel = LogLevel, LogFrames = LogFrames };

    public IngestOptions Ingest => new(Region);
}
