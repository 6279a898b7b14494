using System.CommandLine;
using FcWorkflowTrigger.Cli.Acting;
using FcWorkflowTrigger.Cli.Reading;

namespace FcWorkflowTrigger.Cli.Commands.Deliveries;

/// <summary><c>deliveries resend</c></summary>
internal static class DeliveriesResendCommand
{
    public static Command Create(CommandLine line)
    {
        var run = new Argument<string>("run") { Description = "40 digits, the id of a task, or oss://bucket/key." };
        var end = new Option<int?>("--end") { Description = "The record that is the end (default: the last record); `runs show --json` has its number." };
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
        var view = new LedgerView(context);
        using var functions = context.OpenFunctions();
        var (run, _) = await RunTarget.FindAsync(target, view, context.Region, cancellationToken);
        var last = (await view.Ledger.ReadAsync(run, cancellationToken)).Records is [.., var record]
            ? record
            : throw new CliException("RUN-UNKNOWN", $"the ledger does not hold run {run}. It may have expired, or lie in another ledger (LEDGER_BUCKET, LEDGER_MODE).");

        if (!isYes && !Confirmation.AskOnly(session, $"Deliver the outcome of run {run} once more"))
        {
            return ExitCode.Success;
        }

        await functions.InvokeAsync(
            context.Connection.ReconcileFunction, new OperatorRequest(Deliveries: "resend", Run: run.Value, End: end ?? last.Seq).ToJson(), cancellationToken);
        var result = new ActResult(run.Value, "resend", Ok: true);

        if (session.Json)
        {
            session.WriteDocument(result, CliJson.Lines.ActResult);
        }
        else
        {
            session.Out.WriteLine($"Taken. See how it goes: {session.Command($"deliveries list {run}")}");
        }

        return ExitCode.Success;
    }
}
