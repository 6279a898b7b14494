using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>An object of which at least one run is to be opened.</summary>
/// <param name="Done">Where the source is once this object is done.</param>
/// <param name="Rows">One for each rule that would open a run.</param>
internal sealed record Candidate(Position Done, Upload Upload, IReadOnlyList<BackfillRow> Rows);

/// <summary>What a backfill would do.</summary>
/// <param name="Rows">Every object that was looked at, under every rule.</param>
/// <param name="IsWhole">False when there may be more objects after <c>--max</c> runs.</param>
internal sealed record BackfillPlan(IReadOnlyList<Candidate> Candidates, IReadOnlyList<BackfillRow> Rows, bool IsWhole, DateTimeOffset? Oldest);

/// <summary>Asks the rules and the ledger about each object, and changes nothing.</summary>
/// <param name="since">Older objects are left out.</param>
/// <param name="until">Younger objects are left out.</param>
internal sealed class BackfillPlanner(CloudContext context, MissingRuns missing, string? rule, DateTimeOffset since, DateTimeOffset until)
{
    private const int AtOnce = 16;

    /// <summary>Why an object that was modified after <c>--until</c> is left out.</summary>
    public const string Younger = "Younger";

    /// <summary>Why an object that was modified before <c>--since</c> is left out.</summary>
    public const string Older = "Older";

    /// <param name="max">The most runs.</param>
    /// <param name="looked">Called for each object.</param>
    public async Task<BackfillPlan> PlanAsync(
        IAsyncEnumerable<SourceObject> source, string bucket, int max, Action looked, CancellationToken cancellationToken)
    {
        var (candidates, rows, runs, oldest) = (new List<Candidate>(), new List<BackfillRow>(), 0, (DateTimeOffset?)null);

        await foreach (var batch in source.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            foreach (var (found, upload, judged) in await Task.WhenAll(batch.Select(found => JudgeAsync(found, bucket, cancellationToken))))
            {
                looked();
                var fresh = judged.Where(row => row.Result == BackfillRow.New).ToArray();

                if (runs + fresh.Length > max)
                {
                    return new(candidates, rows, IsWhole: false, oldest);
                }

                rows.AddRange(judged);
                runs += fresh.Length;

                if (fresh.Length > 0)
                {
                    candidates.Add(new(new(found.Number, found.Key), upload!, fresh));
                    oldest = upload!.Time < oldest || oldest is null ? upload.Time : oldest;
                }
            }
        }

        return new(candidates, rows, IsWhole: true, oldest);
    }

    private async Task<(SourceObject Found, Upload? Upload, IReadOnlyList<BackfillRow> Rows)> JudgeAsync(SourceObject found, string bucket, CancellationToken cancellationToken)
    {
        if ((found.Upload ?? await ReadAsync(found.Key, bucket, cancellationToken)) is not { } upload)
        {
            return (found, null, [Refuse(0, $"{RefusalReason.ObjectGone}")]);
        }

        if (upload.Time > until || upload.Time < since)
        {
            return (found, upload, [Refuse(upload.Size, upload.Time > until ? Younger : Older)]);
        }

        var verdicts = await missing.JudgeAsync(upload, rule, cancellationToken);
        return (found, upload, [.. verdicts.Select(verdict => new BackfillRow(
            found.Key,
            upload.Size,
            verdict.Plan?.Rule.Name,
            verdict.Plan is null ? BackfillResult.Refused : verdict.Run is null ? BackfillRow.New : BackfillResult.Exists,
            verdict.Run?.Value,
            verdict.Reason))]);

        BackfillRow Refuse(long size, string reason) => new(found.Key, size, null, BackfillResult.Refused, Reason: reason);
    }

    private async Task<Upload?> ReadAsync(string key, string bucket, CancellationToken cancellationToken)
    {
        var head = await context.Retry.ExecuteAsync(token => context.Objects!.HeadAsync(bucket, key, token), cancellationToken);
        return head is null ? null : MissingRuns.CreateUpload(context.Region, bucket, key, head.ETag, head.Size, head.LastModified, head.Type, head.ContentType);
    }
}
