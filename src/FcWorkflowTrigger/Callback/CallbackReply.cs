using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Hosting;

namespace FcWorkflowTrigger.Callback;

/// <summary>The one place where outcomes become status codes.</summary>
internal static class CallbackReply
{
    public static Task SendAsync(HttpContext http, CallbackAdmission admission, CallbackOutcome outcome) => outcome switch
    {
        CallbackOutcome.Recorded or CallbackOutcome.NotEnded or CallbackOutcome.LeftToSweep or CallbackOutcome.OtherEvent => Task.CompletedTask,

        // The account has other tasks than ours, and IMS is to stop telling of this one.
        CallbackOutcome.ForeignTask or CallbackOutcome.UnknownRun when admission is CallbackAdmission.ForAnyTask => Task.CompletedTask,
        CallbackOutcome.Forged => HttpReply.RefuseAsync(
            http, StatusCodes.Status403Forbidden, "FORGED", "This URL was not issued here, or its signature is not IMS's."),
        CallbackOutcome.Stale => HttpReply.RefuseAsync(
            http, StatusCodes.Status403Forbidden, "SIGNATURE-STALE", "X-ICE-TIMESTAMP is too far from now."),
        CallbackOutcome.Unsigned => HttpReply.RefuseAsync(
            http, StatusCodes.Status403Forbidden, "SIGNATURE-MISSING", "X-ICE-SIGNATURE is demanded here."),
        CallbackOutcome.NotServed => HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "NOT-FOUND", "Nothing is served here."),
        CallbackOutcome.UnknownRun => HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "UNKNOWN-RUN", "The ledger holds no such run."),
        CallbackOutcome.Unreadable => HttpReply.RefuseAsync(
            http, StatusCodes.Status400BadRequest, "BODY-UNREADABLE", "The body is no JSON object that names a task."),
        CallbackOutcome.ForeignTask => HttpReply.RefuseAsync(
            http, StatusCodes.Status409Conflict, "FOREIGN-TASK", "IMS does not know the task as one of this run."),
        _ => throw new InvalidOperationException($"No status for {outcome}."),
    };
}
