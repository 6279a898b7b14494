using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>One generation of a start: the intent is written, then exactly one request is sent, then its outcome is written.</summary>
internal sealed class StartSender(
    IImsClient ims, ImsRateLimiter limiter, RunJournal journal, StartRecorder recorder, StartOptions options, TimeProvider clock)
{
    /// <returns>
    /// Started; Claimed when IMS refused and may accept later; Finished when it refused for good; Intended when the outcome is unknown; null
    /// when another invocation changed the run.
    /// </returns>
    /// <param name="permits">The permits that count the run; null when no budget counts it.</param>
    public async Task<StartAttempt> TryStartAsync(
        WorkflowRun.Claimed run, string mediaId, IReadOnlyList<string>? permits, Invocation invocation, CancellationToken cancellationToken)
    {
        // The limiter waits before the date is fixed: a request that waits after that may arrive too late.
        await limiter.WaitAsync(cancellationToken);

        var pin = SignaturePin.Fresh(clock);
        var request = CreateRequest(run, mediaId);
        var intent = new IntentRecord
        {
            MediaId = mediaId,
            KeyText = GetInput(run.Claim.PlanOrDefault) == ImsInput.Media ? mediaId : null,
            Gen = run.NextGeneration,
            AcsDate = pin.Date,
            AcsNonce = pin.Nonce,
            UserDataSha = Sha256Hex.Compute(request.UserData),
            NotAfter = pin.Date + options.SignatureWindow,
            Permits = permits,
        };

        // The intent is written first. It shows later invocations that a start may have been sent, and until when IMS can accept it.
        if (await journal.TryRecordAsync(run, intent, invocation, cancellationToken) is not WorkflowRun.Intended intended)
        {
            return new(null);
        }

        // The outcome is recorded even while the invocation is canceled, because only this invocation knows it.
        return await SendAsync(request, pin, cancellationToken) switch
        {
            StartVerdict.Accepted accepted => new(await RecordStartAsync(intended, accepted, invocation, CancellationToken.None)),
            StartVerdict.Refused refused => new(await RecordRefusalAsync(intended, refused, invocation, CancellationToken.None), refused),
            StartVerdict.Unknown => new(intended),
            var verdict => throw new InvalidOperationException($"The start verdict {verdict} is not handled."),
        };
    }

    private StartWorkflowRequest CreateRequest(WorkflowRun.Claimed run, string mediaId) => new(
        run.Claim.WorkflowId,
        TaskInput.For(GetInput(run.Claim.PlanOrDefault), mediaId, run.Claim.Src, options.Ims.InputUrlForm),
        UserData.WithFields(
            options.CallbackQueue is { } queue
                ? UserData.ForQueue(queue, run.Id)
                : UserData.For(options.CallbackBaseUrl, run.Id, run.NextGeneration, options.Capability),
            run.Claim.PlanOrDefault.TaskUserData),
        run.Claim.PlanOrDefault.SkipInputVerification);

    private ImsInput GetInput(ClaimPlan plan) => plan.Input switch
    {
        null => options.Ims.Input,
        RuleChoices.MediaInput => ImsInput.Media,
        RuleChoices.OssInput => ImsInput.Oss,
        var unknown => throw new InvalidOperationException($"The input '{unknown}' is not known."),
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
        recorder.TryRecordAsync(
            run,
            new() { Gen = run.Intent.Gen, TaskId = accepted.TaskId, RequestId = accepted.RequestId, How = StartedRecord.ByReply },
            invocation,
            cancellationToken);

    private Task<WorkflowRun?> RecordRefusalAsync(
        WorkflowRun.Intended run, StartVerdict.Refused refused, Invocation invocation, CancellationToken cancellationToken) =>
        journal.TryRecordAsync(
            run,
            new RefusedRecord { Gen = run.Intent.Gen, Code = refused.Code, RequestId = refused.RequestId, Message = refused.Failure?.Reason },
            invocation,
            cancellationToken);
}

/// <summary>The result of one generation.</summary>
/// <param name="Run">Null when another invocation changed the run.</param>
/// <param name="Refusal">Set when IMS certainly refused; the run is then Claimed, for the next generation.</param>
internal sealed record StartAttempt(WorkflowRun? Run, StartVerdict.Refused? Refusal = null);
