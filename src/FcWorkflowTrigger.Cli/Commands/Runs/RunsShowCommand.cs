using System.CommandLine;
using System.Text;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Telemetry;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Telemetry.Traces;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary><c>runs show</c></summary>
internal static class RunsShowCommand
{
    public static Command Create(CommandLine line)
    {
        var target = new Argument<string>("run") { Description = "The 40 digits of a run, the id of a task, or oss://bucket/key (its newest run)." };
        var mermaid = new Option<bool>("--mermaid") { Description = "Write the story as a Mermaid sequence diagram." };
        var otlp = new Option<bool>("--otlp") { Description = "Write the run as a trace of OpenTelemetry: the body of POST /v1/traces, as JSON." };
        return line.Command(
            "show",
            "Shows one run: the verdict, what happened record by record, its task in IMS, its deliveries, what happens next, and what to type. Exits 0, or 1 if there is no such run.",
            (session, cancellationToken) => session.Parsed.GetValue(otlp)
                ? ExportAsync(session, session.Parsed.GetRequiredValue(target), cancellationToken)
                : RunAsync(session, session.Parsed.GetRequiredValue(target), session.Parsed.GetValue(mermaid), cancellationToken),
            target,
            mermaid,
            otlp);
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

    private static async Task<int> ExportAsync(Session session, string target, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var (run, _) = await RunTarget.FindAsync(target, view, context.Region, cancellationToken);
        var stories = new RunStoryReader(view.Ledger, view.Outbox, new(context.OpenIms(), new(0, TimeProvider.System), context.Retry));

        if (await stories.ReadAsync(run, cancellationToken) is not { } story)
        {
            throw new OperationException("RUN-UNKNOWN", $"the ledger does not hold run {run}. It may have expired, or lie in another ledger (LEDGER_BUCKET, LEDGER_MODE).");
        }

        var source = TelemetrySource.Create(context.Region, ReadAttributes(session.Variable));
        session.Out.WriteLine(Encoding.UTF8.GetString(ProtobufJsonWriter.Serialize(source.CreateTraces(RunTraceFactory.Create(story, context.Clock.GetUtcNow())))));
        return ExitCode.Success;
    }

    private static IReadOnlyDictionary<string, string> ReadAttributes(Func<string, string?> variable) =>
        ResourceAttributes.Parse(variable(ResourceAttributes.ServiceName), variable(ResourceAttributes.Variable))
            ?? throw new OperationException("OTLP-ATTRIBUTES", $"{ResourceAttributes.Variable} must be name=value,name=value.");
}
