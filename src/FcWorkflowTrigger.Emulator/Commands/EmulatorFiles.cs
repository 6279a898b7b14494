namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Finds what the emulator runs: the deployment file and the function's binary.</summary>
internal static class EmulatorFiles
{
    /// <exception cref="EmulatorException">There is none.</exception>
    public static string Template(string? given)
    {
        if (given is not null)
        {
            return File.Exists(given) ? given : throw new EmulatorException("TEMPLATE-MISSING", $"'{given}' does not exist. Give the path of s.yaml with --template.");
        }

        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "s.yaml") is var file && File.Exists(file))
            {
                return file;
            }
        }

        throw new EmulatorException("TEMPLATE-MISSING", "There is no s.yaml here or above. Run this inside the repository, or give its path with --template.");
    }

    /// <summary>The rules that the functions read: those of <c>RULES_FILE</c>, else those beside the binary.</summary>
    public static string Rules(string? bootstrap) => Environment.GetEnvironmentVariable("RULES_FILE") is { Length: > 0 } file
        ? Path.GetFullPath(file)
        : Path.Combine(Path.GetDirectoryName(Bootstrap(bootstrap))!, "rules.json");

    /// <exception cref="EmulatorException">There is none.</exception>
    public static string Bootstrap(string? given)
    {
        // Both projects build into sibling folders: bin/<project>/<configuration>.
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var built = Path.Combine(own.Parent?.Parent?.FullName ?? "", "FcWorkflowTrigger", own.Name, "bootstrap");
        var file = given ?? built;

        return File.Exists(file) ? Path.GetFullPath(file) : throw new EmulatorException(
            "BOOTSTRAP-MISSING", $"'{file}' does not exist. Run 'dotnet build', or give a published binary with --bootstrap.");
    }
}
