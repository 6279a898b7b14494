namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>Reads what the user named, or what is usual.</summary>
internal static class InputFiles
{
    private static readonly string[] UsualRules = ["rules.json", Path.Combine("src", "FcWorkflowTrigger", "rules.json")];

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException("FILE-UNREADABLE", $"'{path}' cannot be read: {problem.Message}");
        }
    }

    /// <exception cref="CliException">There is nothing to read.</exception>
    public static string RulesPath(string? named, Func<string, string?> variable) =>
        named
        ?? (variable("RULES_FILE") is { Length: > 0 } set ? set : null)
        ?? Array.Find(UsualRules, File.Exists)
        ?? throw new CliException("RULES-NOT-FOUND", "there is no rules.json here. Name one with --rules.");
}
