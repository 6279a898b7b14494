using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Reconcile;

namespace FcWorkflowTrigger.Cli.Commands.Deliveries;

/// <summary><c>deliveries resend</c></summary>
internal static class DeliveriesResendCommand
{
    public static Command Create(CommandLine line)
    {
        var run = new Argument<string>("run") { Description = "40 digits, the id of a task, or oss://bucket/key." };
        var end = new Option<int?>("--end") { Description = "The record that is the end (default: the last end); `runs show --json` has its number." };
        var yes = Confirmation.CreateYes();
        return line.Command(
            "resend",
            "Delivers the outcome of a run to all receivers once more, under the same webhook-id. Exits 0 if reconcile has taken it, else 1.",
            (session, cancellationToken) => RunAsync(session, session.Parsed.GetRequiredValue(run), session.Parsed.GetValue(end), session.Parsed.GetValue(yes), cancellationToken),
            run,
            end,
            yes);
    }

    private static async Task<int> RunAsync(Session session, string target, int? end, bool isYes, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        using var functions = context.OpenFunctions();
        var (run, _) = await RunTarget.FindAsync(target, view, context.Region, cancellationToken);
        var last = (await view.Ledger.ReadAsync(run, cancellationToken)).Records.LastOrDefault(record => record.IsTold)
            ?? throw new OperationException("END-MISSING", $"run {run} has not ended and was not parked, so there is no outcome to deliver.");

        if (!isYes && !Confirmation.AskOnly(session, $"Deliver the outcome of run {run} once more"))
        {
            return ExitCode.Success;
        }

        var request = new OperatorRequest(Deliveries: "resend", Run: run.Value, End: end ?? last.Seq);
        var reply = OperatorRequest.ReadReply(
            await functions.InvokeAsync(context.Connection.ReconcileFunction, request.ToJson(), cancellationToken), ReconcileJson.Default.ResendReply);
        var result = new ActResult(run.Value, "resend", Ok: true);

        if (session.Json)
        {
            session.WriteDocument(result, CliJson.Lines.ActResult);
        }
        else
        {
            session.Out.WriteLine($"The next sweep delivers {reply.WebhookId} once more. See how it goes: {session.Command($"deliveries list {run}")}");
        }

        return ExitCode.Success;
    }
}
