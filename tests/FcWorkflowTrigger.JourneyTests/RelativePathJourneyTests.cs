using System.Diagnostics;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Paths in options, as a person types them in a folder of their own.</summary>
public sealed class RelativePathJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_bootstrap_template_and_rules_mean_the_folder_of_the_person_who_starts_it(bool withDotnetRun)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "deploy"));
        File.Copy(Path.Combine(Repository.Root, "s.yaml"), Path.Combine(_folder, "deploy", "s.yaml"));
        File.Copy(Path.Combine(Repository.Root, "src", "FcWorkflowTrigger", "rules.json"), Path.Combine(_folder, "deploy", "my-rules.json"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "dist"), Path.GetDirectoryName(Repository.Bootstrap ?? Repository.Function)!);
        string[] how = withDotnetRun ? ["run", "--no-build", "--project", Path.Combine(Repository.Root, "src", "FcWorkflowTrigger.Emulator"), "--"] : [Repository.Emulator];

        var start = new ProcessStartInfo(
            "dotnet",
            [.. how, "demo", "--preparing", "0.1", "--processing", "0.1", "--callback-patience", "60", "--data", "state", "--template", "deploy/s.yaml", "--bootstrap", "dist/bootstrap"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RULES_FILE"] = Path.Combine("deploy", "my-rules.json") },
        };
        using var demo = Process.Start(start)!;
        var (output, error) = (demo.StandardOutput.ReadToEndAsync(), demo.StandardError.ReadToEndAsync());
        await demo.WaitForExitAsync();

        Assert.True(demo.ExitCode == 0, $"{await output}{await error}");
        Assert.Contains("Succeeded: one upload, 1 task", await output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "state", "ims-tasks"), "*.json"));
    }
}
