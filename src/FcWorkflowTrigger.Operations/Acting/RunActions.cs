using FcWorkflowTrigger.Reconcile;

namespace FcWorkflowTrigger.Operations.Acting;

/// <summary>Asks the reconcile function to resume, cancel or redrive a run.</summary>
/// <param name="function">The name of the deployed function.</param>
internal sealed class RunActions(FunctionClient functions, string function)
{
    public const string Resume = "resume";
    public const string Cancel = "cancel";
    public const string Redrive = "redrive";

    public static IReadOnlyList<string> All { get; } = [Resume, Cancel, Redrive];

    /// <param name="note">Kept in the ledger with the decision.</param>
    /// <param name="isForced">Redrive although a newer run succeeded or the object has changed.</param>
    /// <returns>Also a refusal: the function's code and reason.</returns>
    public async Task<ActResult> ActAsync(string run, string action, string? note, bool isForced)
    {
        var request = new OperatorRequest(Run: run, Action: action, Note: note, Force: action == Redrive && isForced ? true : null);

        try
        {
            var reply = OperatorRequest.ReadReply(await functions.InvokeAsync(function, request.ToJson(), CancellationToken.None), ReconcileJson.Default.OperatorReply);
            return new(run, action, Ok: true, reply.State, reply.RedrivenAs);
        }
        catch (FunctionException refused)
        {
            return new(run, action, Ok: false, Code: refused.Code, Reason: refused.Reason);
        }
    }
}
