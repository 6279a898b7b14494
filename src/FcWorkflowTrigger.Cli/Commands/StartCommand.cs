using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Acting;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>start</c>: starts the workflow of a rule for a media asset.</summary>
internal static class StartCommand
{
    public static Command Create(CommandLine line)
    {
        var media = new Option<string>("--media") { Description = "The MediaId: 32 hex digits.", Required = true };
        var rule = new Option<string>("--rule") { Description = "The rule whose workflow, budgets and name the run gets. Its conditions are not asked.", Required = true };
        var request = new Option<string?>("--request-id") { Description = "The same id starts nothing twice (default: a new one, which is printed)." };
        var yes = Confirmation.CreateYes();
        return line.Command(
            "start",
            "Starts the workflow of a rule for an asset that IMS or ApsaraVideo VOD already holds, under the same ledger, budgets, callbacks and outcomes as an upload. Exits 0 if the run is open, else 1.",
            (session, cancellationToken) => RunAsync(
                session,
                new(
                    session.Parsed.GetRequiredValue(media),
                    session.Parsed.GetRequiredValue(rule),
                    session.Parsed.GetValue(request) ?? Guid.NewGuid().ToString("N")),
                session.Parsed.GetValue(yes),
                cancellationToken),
            media,
            rule,
            request,
            yes);
    }

    private static async Task<int> RunAsync(Session session, MediaStartRequest request, bool isYes, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        using var functions = context.OpenFunctions();
        var command = session.Command($"start --media {LogText.Escape(request.Media)} --rule {LogText.Escape(request.Rule)} --request-id {LogText.Escape(request.RequestId)}");

        if (!isYes && !Confirmation.AskOnly(session, $"Start the workflow of rule '{LogText.Escape(request.Rule)}' for media asset {LogText.Escape(request.Media)}"))
        {
            session.Error.WriteLine("Nothing was done.");
            return ExitCode.Success;
        }

        // Before the call: whoever sees no answer has to know the id.
        session.Error.WriteLine($"Once more, and not twice: {command}");
        var reply = OperatorRequest.ReadReply(
            await functions.InvokeAsync(context.Connection.IngestFunction, new IngestRequest(Start: request).ToJson(), CancellationToken.None), IngestJson.Default.MediaStartReply);
        cancellationToken.ThrowIfCancellationRequested();

        if (session.Json)
        {
            session.WriteDocument(reply, CliJson.Default.MediaStartReply);
        }
        else
        {
            session.Out.WriteLine($"Run {reply.Run} is {reply.State}.");
            session.Out.WriteLine($"  {session.Command($"runs show {reply.Run}")}");
        }

        return ExitCode.Success;
    }
}
