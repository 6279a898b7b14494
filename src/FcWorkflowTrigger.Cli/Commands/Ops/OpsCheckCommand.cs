using System.CommandLine;
using FcWorkflowTrigger.Cli.Monitoring;

namespace FcWorkflowTrigger.Cli.Commands.Ops;

/// <summary>Checks alerts, dashboard and rules before they are put into an account.</summary>
internal static class OpsCheckCommand
{
    public static Command Create(CommandLine line)
    {
        var folder = OpsArguments.Folder();
        return line.Command(
            "check",
            "Checks, without an account, that every event, fact, column and metric in the files exists. Exits 0 if all do, else 1.",
            (session, _) => Task.FromResult(Run(session, session.Parsed.GetRequiredValue(folder))),
            folder);
    }

    private static int Run(Session session, string folder)
    {
        var report = MonitoringCheck.Run(folder);

        if (session.Json)
        {
            session.WriteDocument(report, CliJson.Default.MonitoringReport);
        }
        else
        {
            foreach (var problem in report.Problems)
            {
                session.Out.WriteLine(problem.Part is { Length: > 0 } part ? $"{problem.File}: {part}: {problem.Problem}" : $"{problem.File}: {problem.Problem}");
            }

            session.Out.WriteLine(report.Problems.Count == 0 ? $"{report.Files} files are valid." : $"{report.Problems.Count} problems in {report.Files} files.");
        }

        return report.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
