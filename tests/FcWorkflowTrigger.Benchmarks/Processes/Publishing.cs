using System.Diagnostics;

namespace FcWorkflowTrigger.Benchmarks.Processes;

/// <summary>Builds the measured programs: the binaries with <c>dotnet publish</c>, the packages of the Node handler with <c>npm ci</c>.</summary>
internal static class Publishing
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static string Root { get; } = FindRoot();

    public static string PlainNode { get; } = Path.Combine(Root, "tests", "FcWorkflowTrigger.Benchmarks", "PlainNode");

    /// <returns>The path of the published native file.</returns>
    public static async Task<string> NativeAsync(string project, string name, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Root, "artifacts", "benchmarks", name);
        await RunAsync(Root, "dotnet", ["publish", project, "-c", "Release", "-r", "linux-x64", "-o", folder, "-v", "q"], cancellationToken);
        return Path.Combine(folder, name);
    }

    /// <returns>The folder of the same program, built for the JIT.</returns>
    public static async Task<string> ManagedAsync(string project, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Root, "artifacts", "benchmarks", "managed", Path.GetFileName(project));
        await RunAsync(Root, "dotnet", ["build", project, "-c", "Release", "-o", folder, "-v", "q"], cancellationToken);
        return folder;
    }

    public static async Task NodePackagesAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(PlainNode, "node_modules")))
        {
            await RunAsync(PlainNode, "npm", ["ci", "--no-audit", "--no-fund"], cancellationToken);
        }
    }

    private static async Task RunAsync(string folder, string file, string[] arguments, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"{file} {string.Join(' ', arguments)}");
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);

        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);

            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"'{file} {arguments[0]}' ended with {process.ExitCode}: {output}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "s.yaml")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks must run inside the repository. No parent folder has an s.yaml.");
    }
}
