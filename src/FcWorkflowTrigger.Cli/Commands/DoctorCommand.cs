using System.CommandLine;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Diagnosing;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>doctor</c></summary>
internal static class DoctorCommand
{
    private const string DefaultAnswers = "doctor-answers.json";

    public static Command Create(CommandLine line)
    {
        var cloud = new Option<bool>("--cloud") { Description = "Ask the services too, with your keys. Nothing is changed." };
        var probe = new Option<bool>("--probe", "--write")
        {
            Description = "With --cloud: also write below probe/ of the ledger and delete it again, and send a signed test event to each receiver of outcomes.",
        };
        var offline = new Option<bool>("--offline") { Description = "Only the checks that need no account; leave out the others." };
        var only = new Option<string[]>("--only") { Description = "Only these checks, by their codes (commas).", CustomParser = parsed => Arguments.Codes(parsed), AllowMultipleArgumentsPerToken = true };
        var template = new Option<string>("--template") { Description = "The deployment file (default: s.yaml).", DefaultValueFactory = _ => "s.yaml" };
        var rules = new Option<string?>("--rules") { Description = "The rules (default: RULES_FILE, else rules.json here or in src/FcWorkflowTrigger)." };
        var policies = new Option<string>("--policies") { Description = $"The folder of the roles' policies (default: {DoctorOptions.PoliciesFolder}).", DefaultValueFactory = _ => DoctorOptions.PoliciesFolder };
        var answers = new Option<string>("--answers") { Description = $"With --cloud: the file that keeps what was found out about IMS and OSS (default: {DefaultAnswers}).", DefaultValueFactory = _ => DefaultAnswers };

        return line.Command(
            "doctor",
            "Checks the deployment: its files; with --cloud the account; with --probe also what only a write can tell. Exits 0 if no check fails, else 1.",
            (session, cancellationToken) =>
            {
                var parsed = session.Parsed;
                var needs = (parsed.GetValue(cloud), parsed.GetValue(probe), parsed.GetValue(offline)) switch
                {
                    (true, _, true) or (_, true, true) => throw new OperationException("DOCTOR-OPTIONS", "--offline asks no account, and --cloud does; leave one out."),
                    (false, true, _) => throw new OperationException("DOCTOR-OPTIONS", "--probe writes to the account's ledger; say --cloud --probe."),
                    (true, true, _) => CheckNeeds.Probe,
                    (true, false, _) => CheckNeeds.Cloud,
                    _ => CheckNeeds.Files,
                };
                var checks = Choose(parsed.GetValue(only), parsed.GetValue(offline));
                var options = new DoctorOptions(needs, parsed.GetRequiredValue(template), parsed.GetValue(rules), parsed.GetRequiredValue(policies));
                return RunAsync(session, checks, options, parsed.GetRequiredValue(answers), cancellationToken);
            },
            cloud,
            probe,
            offline,
            only,
            template,
            rules,
            policies,
            answers);
    }

    private static Check[] Choose(string[]? only, bool isOffline)
    {
        if (only?.FirstOrDefault(code => Doctor.Checks.All(check => check.Code != code)) is { } unknown)
        {
            throw new OperationException("CHECK-UNKNOWN", $"there is no check '{unknown}'; docs/operations.md lists them.");
        }

        return [.. Doctor.Checks.Where(check => (only is null or [] || only.Contains(check.Code)) && (!isOffline || check.Needs == CheckNeeds.Files))];
    }

    private static async Task<int> RunAsync(Session session, Check[] checks, DoctorOptions options, string answersPath, CancellationToken cancellationToken)
    {
        // Files are checked also where the profile is broken. The local cloud's ports and keys need none.
        using var context = options.Needs == CheckNeeds.Files && !session.Request.Local ? null : session.Open();

        // Before the checks: a file that cannot be read must not cost the answers.
        var known = options.Needs == CheckNeeds.Files ? null : AnswersFile.Read(answersPath);
        var results = new List<CheckResult>();

        using (var progress = session.StartProgress("checked", checks.Length))
        {
            await foreach (var result in Doctor.RunAsync(checks, new(options, context, session.Variable), cancellationToken))
            {
                results.Add(result);
                Write(session, result);
                progress.Report(1);
            }
        }

        if (known is not null && context is not null)
        {
            Keep(session, known, results, context, answersPath);
        }

        WriteSummary(session, results);
        return results.Any(result => result.Status == CheckStatus.Fail) ? ExitCode.Failed : ExitCode.Success;
    }

    private static void Keep(Session session, AnswersFile known, List<CheckResult> results, CloudContext context, string path)
    {
        var now = context.Clock.GetUtcNow();
        Answer[] answers =
        [
            .. from result in results
               where result.Answer is not null
               let assumption = Doctor.Checks.Single(check => check.Code == result.Code).Settles!
               select new Answer(result.Code, assumption, result.Answer!, result.Saw, now, context.Description),
        ];

        if (answers.Length > 0)
        {
            known.With(answers).Write(path);
            session.Error.WriteLine($"{answers.Length} answer{(answers.Length == 1 ? "" : "s")} kept in {path}.");
        }
    }

    private static void Write(Session session, CheckResult result)
    {
        if (session.Json)
        {
            session.WriteDocument(result, CliJson.Lines.CheckResult);
            return;
        }

        var (word, style) = result.Status switch
        {
            CheckStatus.Pass => ("pass", new Style(Color.Green)),
            CheckStatus.Warn => ("WARN", new Style(Color.Yellow)),
            CheckStatus.Fail => ("FAIL", new Style(Color.Red, decoration: Decoration.Bold)),
            _ => ("not checked", Style.Plain),
        };
        session.Console.Write(new Text(word, style));
        session.Out.WriteLine($"  {result.Code}  {result.Name}: {result.Saw}{(result.Answer is { } answer ? $" (answer: {answer})" : "")}");

        if (result.Fix is { } fix)
        {
            session.Out.WriteLine($"      why: {result.Why}");
            session.Out.WriteLine($"      fix: {fix}");
        }
    }

    private static void WriteSummary(Session session, List<CheckResult> results)
    {
        if (!session.Json)
        {
            session.Out.WriteLine($"{Count(CheckStatus.Pass)} passed, {Count(CheckStatus.Warn)} warned, {Count(CheckStatus.Fail)} failed, {Count(CheckStatus.NotChecked)} not checked.");
        }

        int Count(CheckStatus status) => results.Count(result => result.Status == status);
    }
}
