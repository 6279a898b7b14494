namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Reads the files that the user names, or the default files.</summary>
internal static class InputFiles
{
    private static readonly string[] DefaultRulesPaths = ["rules.json", Path.Combine("src", "FcWorkflowTrigger", "rules.json")];

    /// <exception cref="OperationException">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FILE-UNREADABLE", $"'{path}' cannot be read: {problem.Message}");
        }
    }

    /// <summary>The lines of a text file, one after the other as they are needed.</summary>
    /// <exception cref="OperationException">The file cannot be read.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        try
        {
            return File.ReadLines(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FILE-UNREADABLE", $"'{path}' cannot be read: {problem.Message}");
        }
    }

    /// <summary>The rules file here, or where one belongs: in the sources of the function, otherwise here.</summary>
    public static string FindRulesPathToWrite() =>
        Array.Find(DefaultRulesPaths, File.Exists) ?? Array.Find(DefaultRulesPaths, path => Path.GetDirectoryName(path) is { Length: > 0 } folder && Directory.Exists(folder)) ?? DefaultRulesPaths[0];

    /// <exception cref="OperationException">There is no rules file.</exception>
    public static string FindRulesPath(string? named, Func<string, string?> variable) =>
        named
        ?? (variable("RULES_FILE") is { Length: > 0 } set ? set : null)
        ?? Array.Find(DefaultRulesPaths, File.Exists)
        ?? throw new OperationException("RULES-NOT-FOUND", "there is no rules.json here. Name one with --rules.");
}
