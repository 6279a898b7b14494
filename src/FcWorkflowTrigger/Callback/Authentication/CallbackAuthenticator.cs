using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>Decides whether a request comes from IMS. Fails closed: a request that cannot be checked is refused.</summary>
internal sealed class CallbackAuthenticator(CallbackCapability capability, SignatureOptions signatures, TimeProvider clock)
{
    public CallbackAdmission Admit(CallbackRequest request) => request switch
    {
        // Only the signature shows that IMS sent such a request, so it is served only where a key to check the signature is configured.
        { IsForEvents: true } when signatures.Keys.Count == 0 => new CallbackAdmission.Refused(CallbackOutcome.NotServed),
        { IsForEvents: true } => CheckSignature(request) is { } refusal ? new CallbackAdmission.Refused(refusal) : new CallbackAdmission.ForAnyTask(),
        { IsForRun: true } when request.VerifyRun(capability) is { } run => CheckOptionalSignature(request) is { } refusal ? new CallbackAdmission.Refused(refusal) : run,
        { IsForRun: true } => new CallbackAdmission.Refused(CallbackOutcome.Forged),
        _ => new CallbackAdmission.Refused(CallbackOutcome.NotServed),
    };

    /// <summary>Checks the signature on a run's own URL. The URL proves itself, so the settings may allow a missing signature.</summary>
    private CallbackOutcome? CheckOptionalSignature(CallbackRequest request) =>
        signatures.Keys.Count == 0 || (signatures.Demand == SignatureDemand.Optional && request.Signature == IceSignature.None)
            ? null
            : CheckSignature(request);

    private CallbackOutcome? CheckSignature(CallbackRequest request) => request.Signature.Verify(request.Url, signatures, clock.GetUtcNow()) switch
    {
        IceSignatureVerdict.Genuine => null,
        IceSignatureVerdict.Stale => CallbackOutcome.Stale,
        IceSignatureVerdict.Absent => CallbackOutcome.Unsigned,
        IceSignatureVerdict.Forged => CallbackOutcome.Forged,
        var unknown => throw new InvalidOperationException($"The signature verdict {unknown} is not handled."),
    };
}

/// <summary>Whether a request is accepted. It is decided before the body is read.</summary>
internal abstract record CallbackAdmission
{
    private CallbackAdmission() { }

    /// <summary>The URL was issued here for this run.</summary>
    public sealed record ForRun(RunId Run, int Generation) : CallbackAdmission;

    /// <summary>IMS has signed the request. It may be about any task of the account.</summary>
    public sealed record ForAnyTask : CallbackAdmission;

    public sealed record Refused(CallbackOutcome Outcome) : CallbackAdmission;
}
