using System.CommandLine;
using FcWorkflowTrigger.Cli.Monitoring;

namespace FcWorkflowTrigger.Cli.Commands.Ops;

/// <summary>Writes the files with the names of a deployment in them, as the services' interfaces take them.</summary>
internal static class OpsRenderCommand
{
    public static Command Create(CommandLine line)
    {
        var folder = OpsArguments.Folder();
        var target = new Option<string>("--out") { Description = "Where the files are written.", Required = true };
        var values = MonitoringFiles.Placeholders.ToDictionary(name => name, OpsArguments.Value);
        return line.Command(
            "render",
            "Writes the files with your names in them. Exits 0 when they are written, 1 when a file is wrong.",
            (session, token) => RunAsync(session, session.Parsed.GetRequiredValue(folder), session.Parsed.GetRequiredValue(target), values.ToDictionary(value => value.Key, value => session.Parsed.GetRequiredValue(value.Value)), token),
            [folder, target, .. values.Values]);
    }

    private static async Task<int> RunAsync(Session session, string folder, string target, Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (MonitoringCheck.Run(folder) is { Problems: [var first, ..] } report)
        {
            await session.Error.WriteLineAsync($"{first.File}: {first.Problem} Nothing was written; `fcwt ops check` lists all {report.Problems.Count} problems.");
            return ExitCode.Failed;
        }

        foreach (var file in MonitoringFiles.List(folder))
        {
            var content = values.Aggregate(
                await File.ReadAllTextAsync(Path.Combine(folder, file), cancellationToken),
                (text, value) => text.Replace($"${{{value.Key}}}", value.Value, StringComparison.Ordinal));
            var path = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, content, cancellationToken);
            await session.Out.WriteLineAsync(path);
        }

        return ExitCode.Success;
    }
}
