using System.Security.Cryptography;
using System.Text;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>One generation of a start: the intent is written, then exactly one request is sent, then its outcome is written.</summary>
internal sealed class StartSender(
    IImsClient ims, ImsRateLimiter pace, RunJournal journal, StartRecorder recording, StartOptions options, TimeProvider clock)
{
    /// <returns>
    /// Started; Claimed when IMS refused but may not later; Finished when it refused for good; Intended when the outcome is unknown; null
    /// when somebody else moved the run.
    /// </returns>
    /// <param name="permits">What the run is counted by; null where nothing counts it.</param>
    public async Task<StartAttempt> TryAsync(
        WorkflowRun.Claimed run, string mediaId, IReadOnlyList<string>? permits, Invocation invocation, CancellationToken cancellationToken)
    {
        // Before the date is pinned: what waits after it may arrive too late.
        await pace.WaitAsync(cancellationToken);

        var pin = SignaturePin.Fresh(clock);
        var request = Request(run, mediaId);
        var intent = new IntentRecord
        {
            MediaId = mediaId,
            KeyText = InputOf(run.Claim.PlanOrDefault) == ImsInput.Media ? mediaId : null,
            Gen = run.NextGeneration,
            AcsDate = pin.Date,
            AcsNonce = pin.Nonce,
            UserDataSha = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.UserData))),
            NotAfter = pin.Date + options.SignatureWindow,
            Permits = permits,
        };

        // The intent comes first: whoever finds it knows that a start may be out, and until when it can still arrive.
        if (await journal.TryRecordAsync(run, intent, invocation, cancellationToken) is not WorkflowRun.Intended intended)
        {
            return new(null);
        }

        // What became of it is written down even as the invocation is being cancelled: nobody else knows.
        return await SendAsync(request, pin, cancellationToken) switch
        {
            StartVerdict.Accepted accepted => new(await RecordStartAsync(intended, accepted, invocation, CancellationToken.None)),
            StartVerdict.Refused refused => new(await RecordRefusalAsync(intended, refused, invocation, CancellationToken.None), refused),
            StartVerdict.Unknown => new(intended),
            var verdict => throw new InvalidOperationException($"No story continues after {verdict}."),
        };
    }

    private StartWorkflowRequest Request(WorkflowRun.Claimed run, string mediaId) => new(
        run.Claim.WorkflowId,
        TaskInput.For(InputOf(run.Claim.PlanOrDefault), mediaId, run.Claim.Src, options.Ims.InputUrlForm),
        options.CallbackQueue is { } queue
            ? UserData.ForQueue(queue, run.Id)
            : UserData.For(options.CallbackBaseUrl, run.Id, run.NextGeneration, options.Capability),
        run.Claim.PlanOrDefault.SkipInputVerification);

    private ImsInput InputOf(ClaimPlan plan) => plan.Input switch
    {
        null => options.Ims.Input,
        "media" => ImsInput.Media,
        "oss" => ImsInput.Oss,
        var unknown => throw new InvalidOperationException($"No workflow takes an input called '{unknown}'."),
    };

    private async Task<StartVerdict> SendAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.SendTimeout, clock, cancellationToken);

        try
        {
            var reply = await ims.StartWorkflowAsync(request, pin, deadline.Token);
            return new StartVerdict.Accepted(reply.TaskId, reply.RequestId);
        }
        catch (Exception failure)
        {
            return StartVerdict.From(failure);
        }
    }

    private Task<WorkflowRun?> RecordStartAsync(
        WorkflowRun.Intended run, StartVerdict.Accepted accepted, Invocation invocation, CancellationToken cancellationToken) =>
        recording.TryRecordAsync(
            run,
            new() { Gen = run.Intent.Gen, TaskId = accepted.TaskId, RequestId = accepted.RequestId, How = StartedRecord.ByReply },
            invocation,
            cancellationToken);

    private Task<WorkflowRun?> RecordRefusalAsync(
        WorkflowRun.Intended run, StartVerdict.Refused refused, Invocation invocation, CancellationToken cancellationToken) =>
        journal.TryRecordAsync(
            run,
            new RefusedRecord { Gen = run.Intent.Gen, Code = refused.Code, RequestId = refused.RequestId },
            invocation,
            cancellationToken);
}
