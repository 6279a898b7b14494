using System.Reflection;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Where the things under test lie.</summary>
internal static class Repository
{
    /// <summary>A published function when <c>BOOTSTRAP</c> names one; null lets the emulator take the build beside it.</summary>
    public static string? Bootstrap => Named("BOOTSTRAP");

    /// <summary>The function of an earlier version when <c>PREVIOUS_BOOTSTRAP</c> names one.</summary>
    public static string? PreviousBootstrap => Named("PREVIOUS_BOOTSTRAP");

    public static string Root { get; } = FindRoot();

    /// <summary>The emulator as built with these tests, in the same configuration.</summary>
    public static string Emulator => Built("FcWorkflowTrigger.Emulator");

    /// <summary>The command line, likewise.</summary>
    public static string Cli => Path.Combine(Folder("FcWorkflowTrigger.Cli"), "fcwt.dll");

    /// <summary>The function as built with these tests.</summary>
    public static string Function => Path.Combine(Folder("FcWorkflowTrigger"), "bootstrap");

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } file ? Path.GetFullPath(file, Root) : null;

    private static string Built(string project) => Path.Combine(Folder(project), $"{project}.dll");

    private static string Folder(string project)
    {
        var configuration = typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        return Path.Combine(Root, "artifacts", "bin", project, Lower(configuration));
    }

    // The artifacts folder names configurations in lower case.
    private static string Lower(string configuration) => string.Create(configuration.Length, configuration, (span, text) => text.AsSpan().ToLowerInvariant(span));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "s.yaml")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
