using System.Reflection;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>The files of this repository, and what the pages are compared with. Types are found by name, because they may move.</summary>
internal static partial class Repository
{
    public const string Function = "src/FcWorkflowTrigger";
    public const string Cli = "src/FcWorkflowTrigger.Cli";
    public const string Operations = "src/FcWorkflowTrigger.Operations";
    public const string Console = "src/FcWorkflowTrigger.Console";
    public const string Emulator = "src/FcWorkflowTrigger.Emulator";
    public const string Benchmarks = "tests/FcWorkflowTrigger.Benchmarks";

    private static readonly string Root = FindRoot();

    /// <summary>Relative to the root, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        ["README.md", .. Directory.EnumerateFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories).Select(Relative).Order(StringComparer.Ordinal)];

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    public static MarkdownPage Page(string relative) => new(relative, Read(relative));

    /// <summary>All code of a project, without comments.</summary>
    public static string Code(string project) => string.Join('\n', Files(project).Select(file => Comment().Replace(File.ReadAllText(file), "")));

    /// <summary>Each file of the tests.</summary>
    public static IReadOnlyList<string> TestCode() => [.. Files("tests").Select(File.ReadAllText)];

    public static Type TypeNamed(string name) => typeof(SettingsLoader).Assembly.GetTypes().Single(type => type.Name == name);

    public static IEnumerable<T> Constants<T>(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(field => field.IsLiteral && field.FieldType == typeof(T))
        .Select(field => (T)field.GetRawConstantValue()!);

    public static IEnumerable<int> ExitCodes() =>
    [
        .. Constants<int>(typeof(CommandLine).Assembly.GetTypes().Single(type => type.Name == "ExitCode")),
        .. Constants<int>(TypeNamed("StartUp")),
    ];

    private static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "FcWorkflowTrigger.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("FcWorkflowTrigger.sln is not above the tests. Run them inside the repository.");
        }

        return folder.FullName;
    }

    // A URL in a text has no space before its slashes.
    [GeneratedRegex(@"(^|\s)//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
