using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Services.Oss;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>What the ledger holds of an object, whichever upload and rule it was.</summary>
internal static class RunHistory
{
    public static async Task<LedgerReport> ReadAsync(Desk desk, Upload upload, CancellationToken cancellationToken)
    {
        if (desk.Ledger() is not var (bucket, ledger, mode))
        {
            return new(desk.LedgerLack, []);
        }

        var runs = new List<RunReport>();

        foreach (var id in await RunsAsync(bucket, mode, RunId.Of(upload, ""), cancellationToken))
        {
            runs.Add(Report(WorkflowRun.Of(await ledger.ReadAsync(id, cancellationToken)), upload));
        }

        return new(null, [.. runs.OrderBy(run => run.ClaimedAt)]);
    }

    // Runs of one key lie side by side, since a run's first digits are its object's.
    private static async Task<IReadOnlyCollection<RunId>> RunsAsync(IOssClient bucket, LedgerMode mode, RunId any, CancellationToken cancellationToken)
    {
        var key = mode == LedgerMode.Slots ? LedgerKeys.Slot(any, 0) : LedgerKeys.Lines(any);
        var prefix = key[..key.IndexOf(any.UploadHash, StringComparison.Ordinal)];
        var found = new HashSet<RunId>();
        string? after = null;

        do
        {
            var page = await bucket.ListAsync(prefix, after, cancellationToken);
            after = page.IsTruncated ? page.Entries[^1].Key : null;

            foreach (var entry in page.Entries)
            {
                if (RunId.TryParse(any.KeyHash + entry.Key[prefix.Length..].Split('/', '.')[0], out var id))
                {
                    found.Add(id);
                }
            }
        }
        while (after is not null);

        return found;
    }

    private static RunReport Report(WorkflowRun run, Upload upload)
    {
        var records = run.Log.Records;
        var claim = records.OfType<ClaimRecord>().First();

        return new(
            run.Id.Value,
            claim.Rule,
            claim.WorkflowId,
            run.GetType().Name,
            claim.At,
            claim.Src.Etag,
            IsThisUpload: run.Id == RunId.Of(upload, claim.Rule) || (upload.RequestId is null && claim.Src.Etag == upload.ETag),
            claim.Config,
            records.OfType<IntentRecord>().LastOrDefault()?.MediaId,
            records.OfType<StartedRecord>().LastOrDefault()?.TaskId,
            records[^1] switch
            {
                DoneRecord done => done.Outcome,
                RejectRecord reject => $"{reject.Action} was refused: {reject.Code}",
                ParkRecord park => park.Reason,
                CancelRecord cancel => cancel.Reason,
                _ => null,
            });
    }
}
