using System.Text.Json;
using FcWorkflowTrigger.Cli.Explaining;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>The arguments of <c>explain</c>.</summary>
internal sealed record ExplainQuery(string Object, string? Event, string? Rules, bool Json);

/// <summary>Decides the upload as the function would, then reads the ledger.</summary>
internal sealed class ExplainCommand(Func<string, string?> variable, IAnsiConsole console)
{
    public async Task<int> RunAsync(ExplainQuery query, CancellationToken cancellationToken)
    {
        var address = ObjectAddress.Parse(query.Object);
        var path = InputFiles.FindRulesPath(query.Rules, variable);
        var rules = RuleFile.Read(InputFiles.Read(path));
        using var context = CliContext.Open(variable);

        var upload = query.Event is { } file
            ? UploadSource.FromEvent(InputFiles.Read(file), address, context.Region)
            : await UploadSource.FromObjectAsync(context, address, cancellationToken);
        var explanation = context.CreateDecision(rules) is { } decision
            ? await decision.ExplainAsync(upload, cancellationToken)
            : rules.Explain(upload);

        var report = await new SidecarLookup(context.CreateSidecarReader()).AddSidecarsAsync(
            ExplainReport.From(upload, path, rules.Hash, explanation), upload, explanation, cancellationToken);
        Write(report with { Ledger = await ObjectHistory.ReadAsync(context, upload, cancellationToken) }, query.Json);

        return report.Outcome switch
        {
            "admitted" => ExitCode.Success,
            "refused" => ExitCode.Refused,
            "undecided" => ExitCode.Undecided,
            var unknown => throw new InvalidOperationException($"No exit code for {unknown}."),
        };
    }

    private void Write(ExplainReport report, bool json)
    {
        if (json)
        {
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.ExplainReport));
        }
        else
        {
            ExplainReportWriter.Write(console, report);
        }
    }
}
