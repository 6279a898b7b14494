namespace FcWorkflowTrigger.Operations.Diagnosing.Deploying;

/// <summary>The <c>.env</c> beside a deployment file, which Serverless Devs reads. A variable of the shell goes before it.</summary>
internal static class DotEnv
{
    private const string Export = "export ";

    /// <returns>No variable when there is no such file.</returns>
    public static IReadOnlyDictionary<string, string> Read(string path) =>
        File.Exists(path) ? Parse(File.ReadAllLines(path)) : new Dictionary<string, string>();

    /// <summary><c>NAME=value</c>, a line each; quotes around a value do not belong to it, and behind <c> #</c> an unquoted value ends.</summary>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var pair = line.StartsWith(Export, StringComparison.Ordinal) ? line[Export.Length..] : line;
            var equals = pair.IndexOf('=', StringComparison.Ordinal);

            if (equals > 0)
            {
                variables[pair[..equals].Trim()] = Unquote(pair[(equals + 1)..].Trim());
            }
        }

        return variables;
    }

    private static string Unquote(string value) =>
        value is ['"' or '\'', ..] && value.IndexOf(value[0], 1) is > 0 and var end ? value[1..end]
        : value.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment ? value[..comment].TrimEnd()
        : value;
}
