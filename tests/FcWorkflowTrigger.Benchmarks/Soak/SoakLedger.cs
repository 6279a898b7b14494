using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.JourneyTests;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Access to the buckets of the local cloud with the keys of their owner.</summary>
internal sealed class SoakLedger
{
    private const int ReadsAtOnce = 16;

    private readonly OssClient _media;
    private readonly OssClient _ledger;
    private readonly SlotRunLedger _runs;
    private readonly Retry _retry;

    public SoakLedger(LocalCloud cloud)
    {
        var clock = new CloudClock(TimeProvider.System);
        var owner = new CredentialStore(new("local", "local-secret", null));
        var http = CloudHttp.Create(CloudHttp.CreateHandler());
        _media = new(http, new(new(cloud.Oss), "media-in", "cn-shanghai"), owner, clock);
        _ledger = new(http, new(new(cloud.Oss), "ledger", "cn-shanghai"), owner, clock);
        _retry = new(clock, new(new Random()));
        _runs = new(_ledger, _retry, clock);
    }

    public Task UploadAsync(string key, CancellationToken cancellationToken) => _media.PutAsync(key, Guid.NewGuid().ToByteArray(), cancellationToken);

    /// <summary>The markers of unfinished runs, at most the first thousand.</summary>
    public async Task<IReadOnlyList<string>> MarkersAsync(CancellationToken cancellationToken) =>
        [.. (await PageAsync("d/", null, cancellationToken)).Entries.Select(entry => entry.Key)];

    /// <summary>All runs in the ledger.</summary>
    public async Task<IReadOnlyList<LedgerRun>> RunsAsync(CancellationToken cancellationToken)
    {
        var runs = new List<LedgerRun>();

        foreach (var some in (await IdsAsync(cancellationToken)).Chunk(ReadsAtOnce))
        {
            runs.AddRange(await Task.WhenAll(some.Select(id => ReadAsync(id, cancellationToken))));
        }

        return runs;
    }

    private async Task<LedgerRun> ReadAsync(RunId id, CancellationToken cancellationToken)
    {
        var run = WorkflowRun.From(await _runs.ReadAsync(id, cancellationToken));
        var key = (run as WorkflowRun.Opened)?.Claim.Src.Key ?? "";

        return run is WorkflowRun.Finished { End: DoneRecord done }
            ? new(id.Value, key, done.Outcome, done.Task.TaskId)
            : new(id.Value, key, run is WorkflowRun.Finished finished ? finished.End.GetType().Name : run.GetType().Name, null);
    }

    // r/<kk>/<keyHash>/<uploadHash>/<nnnn>.json
    private async Task<IReadOnlyCollection<RunId>> IdsAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<RunId>();
        string? after = null;

        do
        {
            var page = await PageAsync("r/", after, cancellationToken);

            foreach (var entry in page.Entries)
            {
                if (entry.Key.Split('/') is [_, _, var key, var upload, _] && RunId.TryParse(key + upload, out var id))
                {
                    ids.Add(id);
                }
            }

            after = page.IsTruncated ? page.Entries[^1].Key : null;
        }
        while (after is not null);

        return ids;
    }

    private Task<OssPage> PageAsync(string prefix, string? after, CancellationToken cancellationToken) =>
        _retry.ExecuteAsync(token => _ledger.ListAsync(prefix, after, token), cancellationToken);
}
