using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations.Explaining;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>explain</c>: decides the upload as the function would, then reads the ledger.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandLine line)
    {
        var address = new Argument<string>("object") { Description = "oss://bucket/key" };
        var file = new Option<string?>("--event") { Description = "Read the upload from this event file instead of from OSS." };
        var rules = new Option<string?>("--rules") { Description = "The rules (default: RULES_FILE, else rules.json here or in src/FcWorkflowTrigger)." };
        var size = new Option<long?>("--size") { Description = "Explain an upload that has not happened, of this size: 12MB, 700KiB, or bytes. OSS is not asked.", CustomParser = Arguments.Size };
        var type = new Option<string?>("--content-type") { Description = "With --size: the content type of that upload." };
        var meta = new Option<string[]>("--meta") { Description = "With --size: user metadata of that upload, k=v; may be given more than once." };
        return line.Command(
            "explain",
            "Shows what each rule decides about an upload and why, and the runs of the object in the ledger. Exits 0 if the upload would run, 3 if not, 4 if that cannot be decided, 1 if an input is wrong.",
            (session, cancellationToken) => RunAsync(
                session,
                ObjectAddress.Parse(session.Parsed.GetRequiredValue(address)),
                session.Parsed.GetValue(file),
                session.Parsed.GetValue(rules),
                PlannedUpload.From(session.Parsed.GetValue(size), session.Parsed.GetValue(type), session.Parsed.GetValue(meta) ?? []),
                cancellationToken),
            address,
            file,
            rules,
            size,
            type,
            meta);
    }

    private static async Task<int> RunAsync(
        Session session, ObjectAddress address, string? eventFile, string? rulesFile, PlannedUpload? planned, CancellationToken cancellationToken)
    {
        var path = InputFiles.FindRulesPath(rulesFile, session.Variable);
        var rules = RuleFile.Read(InputFiles.Read(path));
        using var context = session.Open();

        if (planned is not null)
        {
            return Finish(session, planned.Explain(address, context.Region, path, rules, TimeProvider.System.GetUtcNow()));
        }

        var upload = eventFile is not null
            ? UploadSource.FromEvent(InputFiles.Read(eventFile), address, context.Region)
            : await UploadSource.FromObjectAsync(context, address, cancellationToken);
        return Finish(session, await Explainer.ExplainAsync(context, path, rules, upload, cancellationToken));
    }

    private static int Finish(Session session, ExplainReport report)
    {
        if (session.Json)
        {
            session.WriteDocument(report, CliJson.Default.ExplainReport);
        }
        else
        {
            ExplainReportWriter.Write(session.Console, report);
        }

        return report.Outcome switch
        {
            "admitted" => ExitCode.Success,
            "refused" => ExitCode.Refused,
            "undecided" => ExitCode.Undecided,
            var unknown => throw new InvalidOperationException($"No exit code for {unknown}."),
        };
    }
}
