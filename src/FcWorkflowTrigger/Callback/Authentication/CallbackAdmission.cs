using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback.Authentication;

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
