using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Tests.Docs;

namespace FcWorkflowTrigger.Tests.Cli.Diagnosing;

/// <summary>A copy of the deployment's files in which nothing is wrong, and a shell that would deploy it. A test breaks what matters to it.</summary>
internal sealed class DeploymentFolder : IDisposable
{
    public const string Workflow = "6d3b1c2a4e5f60718293a4b5c6d7e8f9";

    private readonly string _folder = Directory.CreateTempSubdirectory("doctor-").FullName;

    public DeploymentFolder()
    {
        File.WriteAllText(Template, Repository.Read("s.yaml"));
        File.WriteAllText(Rules, Repository.Read("src/FcWorkflowTrigger/rules.json").Replace("00000000000000000000000000000001", Workflow, StringComparison.Ordinal));
        Directory.CreateDirectory(Policies);

        foreach (var role in new[] { "callback", "ingest", "reconcile" })
        {
            File.WriteAllText(Policy(role), Repository.Read($"src/policies/{role}.json"));
        }
    }

    public Dictionary<string, string?> Variables { get; } = new() { ["CALLBACK_SECRETS"] = Secret(1) };

    public string Template => Path.Combine(_folder, "s.yaml");

    public string Rules => Path.Combine(_folder, "rules.json");

    public string DotEnv => Path.Combine(_folder, ".env");

    private string Policies => Path.Combine(_folder, "policies");

    public string Policy(string role) => Path.Combine(Policies, $"{role}.json");

    /// <summary>A secret as openssl makes it.</summary>
    public static string Secret(int seed)
    {
        var bytes = new byte[32];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Replaces a text in a file; fails when the file does not hold it.</summary>
    public static void Replace(string path, string text, string other)
    {
        var before = File.ReadAllText(path);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(path, before.Replace(text, other, StringComparison.Ordinal));
    }

    /// <summary>Each check of files, by its code.</summary>
    public async Task<Dictionary<string, CheckResult>> CheckAsync()
    {
        var options = new DoctorOptions(CheckNeeds.Files, Template, Rules, Policies);
        var checks = Doctor.Checks.Where(check => check.Needs == CheckNeeds.Files);
        return await Doctor.RunAsync(checks, new(options, context: null, Variables.GetValueOrDefault), default).ToDictionaryAsync(result => result.Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
