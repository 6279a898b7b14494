using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Diagnosing.Reading;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What the checks of a deployment read. Each part is read once; a part that cannot be read fails every check that needs it in the same way.</summary>
internal sealed class CloudDiagnosis(Diagnosis diagnosis)
{
    // The newest run may be waiting or refused; among so many one has been started.
    private const int MostRunsRead = 10;

    private static readonly TimeSpan NewestRuns = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Task<BucketInfo>> _buckets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<DeployedFunction?>> _functions = new(StringComparer.Ordinal);
    private Task<StartedRun?>? _newest;
    private Task<LastSweep?>? _sweep;

    private CloudContext Context => diagnosis.Context;

    /// <summary>The ledger that the deployment file names.</summary>
    public string LedgerBucket => diagnosis.Function(Diagnosis.Ingest).Environment.GetValueOrDefault("LEDGER_BUCKET") is { Length: > 0 } bucket
        ? bucket
        : throw new NotCheckedException("the deployment file names no LEDGER_BUCKET; see SETTINGS-INGEST.");

    /// <summary>The bucket of the uploads: that of the first OSS trigger.</summary>
    public string MediaBucket => diagnosis.Function(Diagnosis.Ingest).Triggers.FirstOrDefault(trigger => trigger.Type == "oss") is { Bucket.Length: > 0 } trigger
        ? trigger.Bucket
        : throw new NotCheckedException("ingest has no OSS trigger; see RULES-DELIVERED.");

    /// <summary>The ledger's objects.</summary>
    public IOssClient Ledger => Context.OpenBucket(LedgerBucket);

    public IImsClient Ims => Context.OpenIms() ?? throw new NotCheckedException($"IMS is not known to serve {Context.Region}; see SYAML-REGION.");

    public Task<BucketInfo> GetBucketAsync(string bucket, CancellationToken cancellationToken) =>
        _buckets.TryGetValue(bucket, out var known) ? known : _buckets[bucket] = Context.OpenBucketSettings(bucket).ReadInfoAsync(cancellationToken);

    /// <returns>Null when it is not deployed.</returns>
    public Task<DeployedFunction?> FindFunctionAsync(string role, CancellationToken cancellationToken) =>
        _functions.TryGetValue(role, out var known) ? known : _functions[role] = ReadFunctionAsync(diagnosis.Function(role).Name, cancellationToken);

    /// <exception cref="NotCheckedException">It is not deployed.</exception>
    public async Task<DeployedFunction> GetFunctionAsync(string role, CancellationToken cancellationToken) =>
        await FindFunctionAsync(role, cancellationToken) ?? throw new NotCheckedException($"{diagnosis.Function(role).Name} is not deployed; see FC-FUNCTIONS.");

    /// <returns>Null when no sweep has recorded itself.</returns>
    public Task<LastSweep?> GetLastSweepAsync(CancellationToken cancellationToken) =>
        _sweep ??= new RunIndex(Ledger, Context.Retry).ReadSweepAsync(cancellationToken);

    /// <exception cref="NotCheckedException">There is none.</exception>
    public async Task<StartedRun> GetNewestRunAsync(CancellationToken cancellationToken) =>
        await (_newest ??= FindNewestRunAsync(cancellationToken))
        ?? throw new NotCheckedException("no run of the last seven days was started: upload a file, and ask again.");

    private async Task<StartedRun?> FindNewestRunAsync(CancellationToken cancellationToken)
    {
        var catalog = new RunCatalog(Ledger, Context.Retry);
        var ledger = LedgerRegistration.Create(diagnosis.Settings(Diagnosis.Ingest).Ledger.Mode, Ledger, Context.Retry, Context.Clock);

        foreach (var entry in (await catalog.ListAsync(Context.Clock.GetUtcNow() - NewestRuns, states: null, cancellationToken)).Take(MostRunsRead))
        {
            if (StartedRun.From(entry.Run, (await ledger.ReadAsync(entry.Run, cancellationToken)).Records) is { } started)
            {
                return started;
            }
        }

        return null;
    }

    private async Task<DeployedFunction?> ReadFunctionAsync(string name, CancellationToken cancellationToken)
    {
        using var functions = Context.OpenFunctions();
        return await functions.ReadAsync("GetFunction", name, "", cancellationToken) is { } function
            ? new(
                function,
                [.. ((await functions.ReadAsync("ListTriggers", name, "/triggers", cancellationToken))?["triggers"] as System.Text.Json.Nodes.JsonArray)?.OfType<System.Text.Json.Nodes.JsonObject>() ?? []],
                await functions.ReadAsync("GetAsyncInvokeConfig", name, "/async-invoke-config", cancellationToken))
            : null;
    }
}
