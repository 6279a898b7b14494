using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary><c>runs show</c></summary>
internal static class RunsShowCommand
{
    public static Command Create(CommandLine line)
    {
        var target = new Argument<string>("run") { Description = "The 40 digits of a run, the id of a task, or oss://bucket/key (its newest run)." };
        var mermaid = new Option<bool>("--mermaid") { Description = "Write the story as a Mermaid sequence diagram." };
        return line.Command(
            "show",
            "Shows one run: the verdict, what happened record by record, its task in IMS, its deliveries, what happens next, and what to type. Exits 0, or 1 if there is no such run.",
            (session, cancellationToken) => RunAsync(session, session.Parsed.GetRequiredValue(target), session.Parsed.GetValue(mermaid), cancellationToken),
            target,
            mermaid);
    }

    private static async Task<int> RunAsync(Session session, string target, bool isMermaid, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var (run, others) = await RunTarget.FindAsync(target, view, context.Region, cancellationToken);
        var report = await new RunReader(view, new(context.OpenIms(), context.Retry), context.Clock).ReadAsync(run, others, session.Command, cancellationToken);

        if (session.Json)
        {
            session.WriteDocument(report, CliJson.Default.ShowReport);
        }
        else if (isMermaid)
        {
            session.Out.WriteLine(Mermaid.Create(report));
        }
        else
        {
            ShowWriter.Write(session.Console, report);
        }

        return ExitCode.Success;
    }
}
