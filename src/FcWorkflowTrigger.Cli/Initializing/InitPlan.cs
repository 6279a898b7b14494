using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Initializing;

/// <summary>Everything that <c>init</c> would write and show. Made before anything is written.</summary>
/// <param name="Kept">Files that are there, were changed by a person and stay as they are.</param>
internal sealed record InitPlan(IReadOnlyList<InitFile> Files, IReadOnlyList<string> Kept, IReadOnlyList<string> Commands)
{
    private const string SetupFolder = "setup";

    /// <param name="folder">Empty for the current one. Gets <c>.env</c> and <c>setup/</c>.</param>
    /// <param name="template">The deployment file that gets the triggers; made from <c>s.yaml</c> beside it where it is not there.</param>
    /// <param name="rules">The rules file.</param>
    /// <param name="replacesRules">Also a rules file that a person has changed.</param>
    /// <exception cref="OperationException">A file that is needed cannot be read or used.</exception>
    public static InitPlan Create(InitAnswers answers, string folder, string template, string rules, bool replacesRules)
    {
        var setup = Path.Combine(folder, SetupFolder);
        var environment = Path.Combine(folder, EnvironmentFile.Name);
        var isRulesKept = !replacesRules && InitFile.Read(rules) is { } there && there != Sample() && there != RulesDraft.Create(answers);
        List<InitFile> files =
        [
            new(environment, EnvironmentFile.Create(answers, InitFile.Read(environment)), IsSecret: true),
            .. Ignored(folder),
            .. Deployment(answers, template),
            .. isRulesKept ? [] : new InitFile[] { new(rules, RulesDraft.Create(answers)) },
            .. InitAnswers.Functions.Select(function => new InitFile(Path.Combine(setup, $"{function}.json"), PolicyFiles.Create(function, answers))),
            new(Path.Combine(setup, "trust.json"), PolicyFiles.Trust),
            new(Path.Combine(setup, "trust-oss.json"), PolicyFiles.TrustOfOss),
            new(Path.Combine(setup, "lifecycle.xml"), LifecycleFile.Create()),
        ];

        return new(files, isRulesKept ? [rules] : [], CloudCommands.Create(answers, setup.Replace(Path.DirectorySeparatorChar, '/')));
    }

    // Without the deployment file there is nothing to write one trigger into: it is named by .env.
    private static InitFile[] Deployment(InitAnswers answers, string template)
    {
        var published = Path.Combine(Path.GetDirectoryName(template) ?? "", DeploymentFile.Name);

        return (InitFile.Read(template) ?? InitFile.Read(published)) is { } yaml ? [new(template, DeploymentFile.SetTriggers(yaml, answers))]
            : answers.NamedTrigger is not null ? []
            : throw new OperationException("INIT-TEMPLATE", $"these triggers are written into {DeploymentFile.Name}, and '{template}' does not exist. Name it with --template.");
    }

    // A secret must not get into a repository: nothing is to be done where a .gitignore here or above names the file.
    private static InitFile[] Ignored(string folder)
    {
        for (var above = new DirectoryInfo(Path.GetFullPath(folder, Environment.CurrentDirectory)); above is not null; above = above.Parent)
        {
            if (InitFile.Read(Path.Combine(above.FullName, ".gitignore")) is { } text && text.Split('\n', StringSplitOptions.TrimEntries).Contains(EnvironmentFile.Name))
            {
                return [];
            }
        }

        var ignore = Path.Combine(folder, ".gitignore");
        var there = InitFile.Read(ignore) ?? "";
        return [new(ignore, $"{there}{(there.Length == 0 || there.EndsWith('\n') ? "" : "\n")}{EnvironmentFile.Name}\n")];
    }

    private static string Sample()
    {
        using var sample = new StreamReader(typeof(InitPlan).Assembly.GetManifestResourceStream("rules.json")!);
        return sample.ReadToEnd();
    }
}
