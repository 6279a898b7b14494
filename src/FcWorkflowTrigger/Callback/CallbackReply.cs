using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Hosting;

namespace FcWorkflowTrigger.Callback;

/// <summary>Maps each outcome of a callback to an HTTP status code.</summary>
internal static class CallbackReply
{
    public static Task SendAsync(HttpContext http, CallbackAdmission admission, CallbackOutcome outcome) => outcome switch
    {
        CallbackOutcome.Recorded or CallbackOutcome.NotEnded or CallbackOutcome.LeftToSweep or CallbackOutcome.OtherEvent => Task.CompletedTask,

        // The account has other tasks than this deployment's, and IMS shall not send this event again.
        CallbackOutcome.ForeignTask or CallbackOutcome.UnknownRun when admission is CallbackAdmission.ForAnyTask => Task.CompletedTask,
        CallbackOutcome.Forged => HttpReply.RefuseAsync(
            http, StatusCodes.Status403Forbidden, "FORGED", "This deployment did not issue this URL, or IMS did not make the signature."),
        CallbackOutcome.Stale => HttpReply.RefuseAsync(
            http, StatusCodes.Status403Forbidden, "SIGNATURE-STALE", "X-ICE-TIMESTAMP is too far from now."),
        CallbackOutcome.Unsigned => HttpReply.RefuseAsync(
            http, StatusCodes.Status403Forbidden, "SIGNATURE-MISSING", "X-ICE-SIGNATURE is required here."),
        CallbackOutcome.NotServed => HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "NOT-FOUND", "This path is not served."),
        CallbackOutcome.UnknownRun => HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "UNKNOWN-RUN", "The ledger does not hold this run."),
        CallbackOutcome.Unreadable => HttpReply.RefuseAsync(
            http, StatusCodes.Status400BadRequest, "BODY-UNREADABLE", "The body is not a JSON object that names a task."),
        CallbackOutcome.ForeignTask => HttpReply.RefuseAsync(
            http, StatusCodes.Status409Conflict, "FOREIGN-TASK", "IMS does not know this task as a task of this run."),
        _ => throw new InvalidOperationException($"The callback outcome {outcome} has no status code."),
    };
}
