using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback.Authentication;

/// <summary>Whether a request may be listened to, decided before a byte of its body is read.</summary>
internal abstract record CallbackAdmission
{
    private CallbackAdmission() { }

    /// <summary>The URL was issued here for this run.</summary>
    public sealed record ForRun(RunId Run, int Generation) : CallbackAdmission;

    /// <summary>IMS itself speaks, of any task of the account.</summary>
    public sealed record ForAnyTask : CallbackAdmission;

    public sealed record Refused(CallbackOutcome Why) : CallbackAdmission;
}
