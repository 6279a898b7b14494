using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>Decides who may speak at all. Fails closed: what cannot be checked is refused.</summary>
internal sealed class CallbackAuthenticator(CallbackCapability capability, SignatureOptions signatures, TimeProvider clock)
{
    public CallbackAdmission Admit(CallbackRequest request) => request switch
    {
        // Nothing but the signature tells such a call from anybody's, so it is served only where one can be checked.
        { IsForEvents: true } when signatures.Keys.Count == 0 => new CallbackAdmission.Refused(CallbackOutcome.NotServed),
        { IsForEvents: true } => Verdict(request) is { } why ? new CallbackAdmission.Refused(why) : new CallbackAdmission.ForAnyTask(),
        { IsForRun: true } when request.Proven(capability) is { } run => Refusal(request) is { } why ? new CallbackAdmission.Refused(why) : run,
        { IsForRun: true } => new CallbackAdmission.Refused(CallbackOutcome.Forged),
        _ => new CallbackAdmission.Refused(CallbackOutcome.NotServed),
    };

    /// <summary>The same for a run's own URL, which proves itself: here the signature may be missing if the settings say so.</summary>
    private CallbackOutcome? Refusal(CallbackRequest request) =>
        signatures.Keys.Count == 0 || (signatures.Demand == SignatureDemand.Optional && request.Signature == IceSignature.None)
            ? null
            : Verdict(request);

    private CallbackOutcome? Verdict(CallbackRequest request) => request.Signature.Judge(request.Url, signatures, clock.GetUtcNow()) switch
    {
        IceSignatureVerdict.Genuine => null,
        IceSignatureVerdict.Stale => CallbackOutcome.Stale,
        IceSignatureVerdict.Absent => CallbackOutcome.Unsigned,
        IceSignatureVerdict.Forged => CallbackOutcome.Forged,
        var unknown => throw new InvalidOperationException($"Nothing is known to do with {unknown}."),
    };
}
