using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Reconcile;

namespace FcWorkflowTrigger.Cli.Commands.Events;

/// <summary><c>events replay</c></summary>
internal static class EventsReplayCommand
{
    public static Command Create(CommandLine line)
    {
        var key = EventsShowCommand.CreateKey();
        var yes = Confirmation.CreateYes();
        return line.Command(
            "replay",
            "Lets reconcile handle a kept event as ingest would. An upload that has its run already starts no second one. Exits 0 if that worked, else 1.",
            (session, cancellationToken) => RunAsync(session, EventsShowCommand.Require(session.Parsed.GetRequiredValue(key)), session.Parsed.GetValue(yes), cancellationToken),
            key,
            yes);
    }

    private static async Task<int> RunAsync(Session session, string key, bool isYes, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        using var functions = context.OpenFunctions();

        if (!isYes && !Confirmation.AskOnly(session, $"Handle {LogText.Escape(key)} now"))
        {
            return ExitCode.Success;
        }

        OperatorRequest.ReadReply(
            await functions.InvokeAsync(context.Connection.ReconcileFunction, new OperatorRequest(Events: "replay", Key: key).ToJson(), cancellationToken),
            ReconcileJson.Default.ReplayReply);

        if (session.Json)
        {
            session.WriteDocument(new(key, context.Clock.GetUtcNow()), CliJson.Lines.EventRow);
            return ExitCode.Success;
        }

        session.Out.WriteLine($"Handled. What came of it: {session.Command("runs list")}");
        return ExitCode.Success;
    }
}
