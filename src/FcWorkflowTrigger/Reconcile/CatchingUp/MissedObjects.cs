using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>Decides one object of a listing, and opens its runs by the door of a backfill where its bytes have none.</summary>
internal sealed class MissedObjects(MissingRuns missing, BackfillHandler backfills, IRunLedger ledger, IngestOptions options, ILogger<MissedObjects> logger)
{
    /// <summary>Costs no request where the rules refuse the object by what the listing tells. A failure of one object is a result, not an exception.</summary>
    public Task<ObjectLook> LookAsync(string bucket, OssEntry entry, Invocation invocation, CancellationToken cancellationToken) =>
        TryAsync(bucket, entry.Key, () => DecideAsync(bucket, entry, invocation, cancellationToken), cancellationToken);

    /// <summary>Tries an object again that has failed before, as it lies there now.</summary>
    public Task<ObjectLook> LookAgainAsync(string bucket, FailedObject failed, Invocation invocation, CancellationToken cancellationToken) =>
        TryAsync(bucket, failed.Key, () => TakeAsync(new(bucket, failed.Key), invocation, cancellationToken), cancellationToken);

    /// <summary>Tells that nobody will look at the object again.</summary>
    public void GiveUp(string bucket, FailedObject failed) => CatchUpLog.GivenUp(logger, Name(bucket, failed.Key));

    private async Task<ObjectLook> DecideAsync(string bucket, OssEntry entry, Invocation invocation, CancellationToken cancellationToken)
    {
        var upload = MissingRuns.CreateUpload(options.Region, bucket, entry.Key, entry.ETag, entry.Size, entry.LastModified, entry.Type);
        var look = ObjectLook.Refused;

        foreach (var verdict in await missing.JudgeAsync(upload, rule: null, cancellationToken))
        {
            if (verdict.Reason == MissingRuns.Undecided)
            {
                throw new UndecidedException(upload);
            }

            if (verdict.Plan is not { } plan)
            {
                continue;
            }

            // A run that an earlier sweep has opened and that goes on is not looked for by a backfill. Its marker was put before its claim, so the sweeps continue it.
            var isMissing = verdict.Run is null && await ledger.ReadFirstClaimAsync(RunId.Create(upload, plan.Rule.Name), cancellationToken) is null;
            look = Later(look, isMissing ? await TakeAsync(new(bucket, entry.Key, entry.ETag, plan.Rule.Name), invocation, cancellationToken) : ObjectLook.HasRun);
        }

        return look;
    }

    private async Task<ObjectLook> TakeAsync(BackfillRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        var look = ObjectLook.Refused;

        foreach (var result in (await backfills.HandleAsync(request, ClaimVia.CatchUp, invocation, cancellationToken)).Results)
        {
            if (result.Reason == MissingRuns.Undecided)
            {
                throw new UndecidedException(Name(request.Bucket, request.Key));
            }

            if (result is { Result: BackfillResult.Opened, Rule: { } rule, Run: { } run })
            {
                CatchUpLog.Taken(logger, Name(request.Bucket, request.Key), run, rule);
            }

            look = Later(look, result.Result switch
            {
                // By the clock of this process, or because other bytes lie there by now. Its time will come.
                BackfillResult.Refused when result.Reason == BackfillHandler.TooYoung => ObjectLook.Failed,
                BackfillResult.Opened => ObjectLook.Taken,
                BackfillResult.Exists => ObjectLook.HasRun,
                _ => ObjectLook.Refused,
            });
        }

        return look;
    }

    private async Task<ObjectLook> TryAsync(string bucket, string key, Func<Task<ObjectLook>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await look();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            CatchUpLog.ObjectFailed(logger, Name(bucket, key), failure);
            return ObjectLook.Failed;
        }
    }

    private static ObjectLook Later(ObjectLook one, ObjectLook other) => one > other ? one : other;

    private Upload Name(string bucket, string key) => MissingRuns.CreateUpload(options.Region, bucket, key, eTag: "", size: 0, modified: null, type: null);
}

/// <summary>What came of one object. Where several rules take it, the last of these that holds for one of them.</summary>
internal enum ObjectLook
{
    /// <summary>No rule takes it, or it is not there any more.</summary>
    Refused,

    /// <summary>Its bytes have a run.</summary>
    HasRun,

    /// <summary>It had none, and has one now.</summary>
    Taken,

    /// <summary>It could not be decided or opened.</summary>
    Failed,
}
