using System.Globalization;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Whether an ended run may be run once more, and as which upload.</summary>
internal sealed class RedriveCheck(IRunLedger ledger, RunJournal journal, IObjectReader objects, Retry retry)
{
    /// <summary>The upload of the new run. Its id holds the id of the forerunner and the place of the end in its log, so the same decision always names the same run.</summary>
    /// <exception cref="DecisionException">The run has not failed, and was not rejected or canceled.</exception>
    public static Upload CreateUpload(WorkflowRun.Opened run)
    {
        if (run is not WorkflowRun.Finished { End: var end } || run.StateWord == EndEntry.Succeeded)
        {
            throw new DecisionException(
                $"REDRIVE-STATE: run {run.Id} is {run.StateWord}. Only a run that failed, was rejected or was canceled is run once more.");
        }

        return run.Claim.Src.ToUpload() with { RequestId = string.Create(CultureInfo.InvariantCulture, $"redrive|{run.Id}|{end.Seq}") };
    }

    /// <param name="upload">What <see cref="CreateUpload"/> has made of the run.</param>
    /// <param name="isForced">True takes other bytes, and bytes that have succeeded since.</param>
    /// <returns>The upload of the bytes that lie there now.</returns>
    /// <exception cref="DecisionException">The run must not be run once more.</exception>
    public async Task<Upload> EnsureAllowedAsync(WorkflowRun.Opened run, Upload upload, bool isForced, CancellationToken cancellationToken)
    {
        var head = await retry.ExecuteAsync(token => objects.HeadAsync(upload.Bucket, upload.Key, token), cancellationToken)
            ?? throw new DecisionException($"REDRIVE-GONE: the object of run {run.Id} has been deleted, so there is nothing to run. Upload it again.");
        var isSame = upload.MayHaveBytes(head.ETag);

        if (isForced)
        {
            return isSame ? upload : upload with { ETag = head.ETag, Size = head.Size };
        }

        if (!isSame)
        {
            throw new DecisionException(
                $"REDRIVE-CHANGED: other bytes lie under the key of run {run.Id} now; their own upload has a run of its own. Use force (fcwt: --force) to run these bytes.");
        }

        await EnsureNoneSucceededAsync(run, cancellationToken);
        return upload;
    }

    private async Task EnsureNoneSucceededAsync(WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        var since = run.History.Records[0].At;

        foreach (var id in await ledger.ListRunsForKeyAsync(run.Id, since, cancellationToken))
        {
            if (id != run.Id && HasSucceededSince(run, await journal.ReadAsync(id, cancellationToken), since))
            {
                throw new DecisionException(
                    $"REDRIVE-SUCCEEDED: run {id} has the same bytes as run {run.Id} under the same rule, is newer, and has succeeded. Use force (fcwt: --force) to run them once more.");
            }
        }
    }

    private static bool HasSucceededSince(WorkflowRun.Opened run, WorkflowRun other, DateTimeOffset since) =>
        other is WorkflowRun.Finished { StateWord: EndEntry.Succeeded } newer
        && newer.Claim.Rule == run.Claim.Rule
        && (newer.Claim.Src.Etag, newer.Claim.Src.Size) == (run.Claim.Src.Etag, run.Claim.Src.Size)
        && newer.History.Records[0].At >= since;
}
