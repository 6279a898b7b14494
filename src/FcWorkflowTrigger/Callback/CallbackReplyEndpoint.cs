using FcWorkflowTrigger.Runtime;

namespace FcWorkflowTrigger.Callback;

/// <summary>The one place where outcomes become status codes.</summary>
internal static class CallbackReply
{
    public static Task SendAsync(HttpContext http, CallbackOutcome outcome) => outcome switch
    {
        CallbackOutcome.Recorded or CallbackOutcome.NotEnded => Task.CompletedTask,
        CallbackOutcome.Forged => HttpReply.RefuseAsync(http, StatusCodes.Status403Forbidden, "FORGED", "This URL was not issued here."),
        CallbackOutcome.UnknownRun => HttpReply.RefuseAsync(http, StatusCodes.Status404NotFound, "UNKNOWN-RUN", "The ledger holds no such run."),
        CallbackOutcome.Unreadable => HttpReply.RefuseAsync(
            http, StatusCodes.Status400BadRequest, "BODY-UNREADABLE", "The body is no JSON object that names a task."),
        CallbackOutcome.ForeignTask => HttpReply.RefuseAsync(
            http, StatusCodes.Status409Conflict, "FOREIGN-TASK", "IMS does not know the task as one of this run."),
        _ => throw new InvalidOperationException($"No status for {outcome}."),
    };
}
