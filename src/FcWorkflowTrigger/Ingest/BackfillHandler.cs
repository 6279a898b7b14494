using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Opens the runs of an object that was there before its trigger, unless its bytes have a run. The same request again opens the same runs.</summary>
internal sealed class BackfillHandler(
    RuleSet rules,
    MissingRuns missing,
    ClaimPlanner planner,
    RunOpener opener,
    IObjectReader objects,
    Retry retry,
    IngestOptions options,
    TimeProvider clock)
{
    /// <summary>Why an object whose event may still be on its way starts nothing.</summary>
    public const string TooYoung = "TooYoung";

    /// <param name="via">What the claims say of how their runs came, as in <see cref="ClaimRecord.Via"/>; null when an operator asks.</param>
    /// <exception cref="OperatorRequestException">The request is not whole.</exception>
    public async Task<BackfillReply> HandleAsync(BackfillRequest request, string? via, Invocation invocation, CancellationToken cancellationToken)
    {
        if (request is not { Bucket.Length: > 0, Key.Length: > 0 })
        {
            throw new OperatorRequestException("BACKFILL-REQUEST: a backfill names a bucket and a key. Nothing was started.");
        }

        // What lies there now decides: a listing may be hours old, an inventory days.
        if (await retry.ExecuteAsync(token => objects.HeadAsync(request.Bucket, request.Key, token), cancellationToken) is not { } head)
        {
            return Refuse($"{RefusalReason.ObjectGone}");
        }

        if (request.ETag is not null && !string.Equals(request.ETag, head.ETag, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse($"{RefusalReason.ObjectReplaced}");
        }

        var upload = MissingRuns.CreateUpload(options.Region, request.Bucket, request.Key, head.ETag, head.Size, head.LastModified, head.Type, head.ContentType);
        return upload.Time is not { } at || clock.GetUtcNow() < at + BackfillGate.MinAge
            ? Refuse(TooYoung)
            : await OpenAsync(upload, request.Rule, via, invocation, cancellationToken);
    }

    private async Task<BackfillReply> OpenAsync(Upload upload, string? rule, string? via, Invocation invocation, CancellationToken cancellationToken)
    {
        var results = new List<BackfillResult>();

        foreach (var verdict in await missing.JudgeAsync(upload, rule, cancellationToken))
        {
            results.Add(verdict is { Plan: { } plan, Run: null }
                ? await OpenAsync(upload, plan, via, invocation, cancellationToken)
                : new(verdict.Run is null ? BackfillResult.Refused : BackfillResult.Exists, verdict.Plan?.Rule.Name, verdict.Run?.Value, Reason: verdict.Reason));
        }

        return new(results);
    }

    private async Task<BackfillResult> OpenAsync(Upload upload, StartPlan plan, string? via, Invocation invocation, CancellationToken cancellationToken)
    {
        var (id, rule) = (RunId.Create(upload, plan.Rule.Name), plan.Rule.Name);

        // A run of an earlier, equal request is opened again too: its process may have died.
        return await opener.OpenOrLeaveAsync(planner.CreateClaim(upload, plan, rules.Hash) with { Via = via }, invocation, cancellationToken) switch
        {
            WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.AlreadyRun } end } => new(BackfillResult.Exists, rule, end.Detail),
            var run => new(BackfillResult.Opened, rule, id.Value, run?.StateWord ?? "open"),
        };
    }

    private static BackfillReply Refuse(string reason) => new([new(BackfillResult.Refused, Reason: reason)]);
}
