using System.CommandLine;
using FcWorkflowTrigger.Cli.Initializing;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>init</c>: from nothing to files that <c>s deploy</c> needs. It asks no service and changes no account.</summary>
internal static class InitCommand
{
    public static Command Create(CommandLine line)
    {
        var region = new Option<string?>("--region") { Description = $"Where IMS serves (asked; {InitAnswers.DefaultRegion})." };
        var triggers = new Option<string[]>("--trigger") { Description = "Uploads that start a workflow: bucket:prefix or bucket:prefix=<workflow id> (asked). Several times for several.", DefaultValueFactory = _ => [] };
        var workflow = new Option<string?>("--workflow") { Description = "The IMS workflow of each trigger that names none (asked)." };
        var ledger = new Option<string?>("--ledger-bucket") { Description = "The private bucket of the ledger (asked; <media bucket>-ledger)." };
        var prefix = new Option<string?>("--app-prefix") { Description = $"What the names of functions and roles begin with ({InitAnswers.DefaultAppPrefix}). Each deployment of an account needs one of its own." };
        var suffixes = new Option<string?>("--suffixes") { Description = $"The rules take keys that end so, commas between; '' for all ({InitAnswers.DefaultSuffixes})." };
        var catchUp = new Option<string?>("--catch-up") { Description = "Let sweeps look for uploads of so long ago whose events were missed, below each trigger: 2h, 1d (off)." };
        var folder = new Option<string>("--out") { Description = "The folder for .env and setup/ (default: here).", DefaultValueFactory = _ => "" };
        var template = new Option<string>("--template") { Description = $"The deployment file that gets several triggers (default: {DeploymentFile.Name} here). One that is not there is made from the {DeploymentFile.Name} beside it.", DefaultValueFactory = _ => DeploymentFile.Name };
        var rules = new Option<string?>("--rules") { Description = "The rules file (default: rules.json here, else in src/FcWorkflowTrigger)." };
        var force = new Option<bool>("--force") { Description = "Replace a rules file that was changed by hand." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the content of the files, and write none." };
        var yes = Confirmation.CreateYes();

        return line.Command(
            "init",
            "Writes what a deployment needs: .env with fresh secrets, rules.json, the policies of the roles, the lifecycle rules of the ledger. Shows the commands that make buckets and roles, and executes none. "
                + "Exits 0 if done, 1 if an answer is not valid or you say no.",
            (session, _) => Task.FromResult(Run(
                session,
                new(
                    session.Parsed.GetValue(region), session.Parsed.GetRequiredValue(triggers), session.Parsed.GetValue(workflow),
                    session.Parsed.GetValue(ledger), session.Parsed.GetValue(prefix), session.Parsed.GetValue(suffixes), session.Parsed.GetValue(catchUp)),
                new(
                    session.Parsed.GetRequiredValue(folder), session.Parsed.GetRequiredValue(template), session.Parsed.GetValue(rules),
                    session.Parsed.GetValue(force), session.Parsed.GetValue(dryRun), session.Parsed.GetValue(yes)))),
            region, triggers, workflow, ledger, prefix, suffixes, catchUp, folder, template, rules, force, dryRun, yes);
    }

    private static int Run(Session session, InitInput input, Choices choices)
    {
        var answers = new InitQuestions(session.CanAsk ? question => Ask(session, question) : null).Answer(input);
        var rules = choices.Rules ?? InputFiles.FindRulesPathToWrite();
        var plan = InitPlan.Create(answers, choices.Folder, choices.Template, rules, choices.Force);
        var report = new InitReport([.. plan.Files.Select(file => new InitFileRow(file.Path, file.State)), .. plan.Kept.Select(path => new InitFileRow(path, "kept"))], plan.Commands);

        Show(session, plan, report, choices.DryRun);

        if (!choices.DryRun)
        {
            if (!choices.Yes && !Confirmation.AskOnly(session, $"{plan.Files.Count} files to write"))
            {
                return ExitCode.Failed;
            }

            foreach (var file in plan.Files.Where(file => file.State != "unchanged"))
            {
                file.Write();
            }
        }

        if (session.Json)
        {
            session.WriteDocument(report, CliJson.Default.InitReport);
        }

        return ExitCode.Success;
    }

    private static void Show(Session session, InitPlan plan, InitReport report, bool withContent)
    {
        if (session.Json)
        {
            return;
        }

        foreach (var file in report.Files)
        {
            session.Out.WriteLine($"{file.State,-10}{file.Path}");
        }

        if (withContent)
        {
            foreach (var file in plan.Files)
            {
                session.Out.WriteLine($"\n--- {file.Path}");
                session.Out.WriteLine((file.IsSecret ? EnvironmentFile.Mask(file.Content) : file.Content).TrimEnd());
            }
        }

        session.Out.WriteLine("\nThese commands make the buckets and roles. Leave out what you have already; nothing is executed here.\n");

        foreach (var command in plan.Commands)
        {
            session.Out.WriteLine($"  {command}");
        }

        session.Out.WriteLine("\nThen: s deploy -y\n");
    }

    private static string? Ask(Session session, string question)
    {
        session.Error.Write(question);
        return System.Console.ReadLine();
    }

    private sealed record Choices(string Folder, string Template, string? Rules, bool Force, bool DryRun, bool Yes);
}

/// <summary>The output of <c>init --json</c>.</summary>
/// <param name="Commands">What makes the buckets and roles, in order; not executed.</param>
internal sealed record InitReport(IReadOnlyList<InitFileRow> Files, IReadOnlyList<string> Commands);

/// <param name="State"><c>new</c>, <c>changed</c>, <c>unchanged</c>, or <c>kept</c>: changed by a person, and left alone.</param>
internal sealed record InitFileRow(string Path, string State);
