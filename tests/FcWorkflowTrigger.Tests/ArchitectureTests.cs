using System.Reflection;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Runs;
using NetArchTest.Rules;

namespace FcWorkflowTrigger.Tests;

/// <summary>One direction of dependencies: functions use runs, runs use the ledger, the ledger uses the cloud, and no arrow turns round.</summary>
/// <remarks>Read from the compiled assembly. An arrow that is not in the table is an error, so a new one is a decision that this file shows.</remarks>
public sealed class ArchitectureTests
{
    private const string Root = "FcWorkflowTrigger";

    private static readonly Assembly Product = typeof(WorkflowRun).Assembly;
    private static readonly Assembly Operations = typeof(OperationException).Assembly;

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        // How text from outside is written: anything may need it.
        ["Logging"] = [],

        // How hashes and JSON texts with a limit are written, and what is put around a message.
        ["Formats"] = [],
        ["Uploads"] = ["Formats", "Logging"],
        ["Rules"] = ["Uploads", "Formats"],
        ["Cloud"] = ["Formats", "Logging"],
        ["Ledger"] = ["Cloud", "Uploads", "Formats"],
        ["Runs"] = ["Ledger", "Cloud", "Rules", "Uploads", "Formats", "Logging"],
        ["Outcomes"] = ["Runs", "Ledger", "Cloud", "Uploads", "Formats", "Logging"],
        ["Telemetry"] = ["Outcomes", "Runs", "Ledger", "Cloud", "Rules", "Uploads", "Formats", "Logging"],
        ["Ingest"] = ["Runs", "Ledger", "Cloud", "Rules", "Uploads", "Hosting", "Formats", "Logging"],
        ["Callback"] = ["Runs", "Ledger", "Cloud", "Uploads", "Hosting", "Formats", "Logging"],

        // An event that ingest failed on is handled by reconcile as ingest would handle it.
        ["Reconcile"] = ["Ingest", "Telemetry", "Outcomes", "Runs", "Ledger", "Cloud", "Rules", "Uploads", "Hosting", "Formats", "Logging"],

        // On the side: what Function Compute asks for, and the environment turned into the options of each folder.
        ["Hosting"] = ["Runs", "Cloud", "Logging"],
        ["Settings"] = ["Callback", "Cloud", "Hosting", "Ingest", "Ledger", "Outcomes", "Reconcile", "Rules", "Runs", "Telemetry"],
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_lies_below_it(string folder)
    {
        var above = MayUse.Keys.Except([folder, .. MayUse[folder]]).Select(other => $"{Root}.{other}").ToArray();

        var result = Types.InAssembly(Product)
            .That().ResideInNamespaceMatching($"^{Root}\\.{folder}(\\.|$)")
            .ShouldNot().HaveDependencyOnAny(above)
            .GetResult();

        Assert.True(result.IsSuccessful, $"{folder} must not use {string.Join(", ", above)}, but these types do: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void The_table_has_no_circle()
    {
        var left = new Dictionary<string, string[]>(MayUse);

        while (left.Keys.Where(folder => !left[folder].Any(left.ContainsKey)).ToArray() is { Length: > 0 } lowest)
        {
            Array.ForEach(lowest, folder => left.Remove(folder));
        }

        Assert.True(left.Count == 0, $"These folders use each other in a circle, or lie above one: {string.Join(", ", left.Keys)}");
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_table()
    {
        var folders = Product.GetTypes()
            .Select(type => type.Namespace)
            .Where(name => name?.StartsWith($"{Root}.", StringComparison.Ordinal) == true)
            .Select(name => name!.Split('.')[1])
            .Distinct();

        Assert.Equal(MayUse.Keys.Order(), folders.Order());
    }

    [Fact]
    public void No_type_lies_outside_the_folders() =>
        Assert.DoesNotContain(Product.GetTypes(), type => type.Namespace == Root);

    [Fact]
    public void Operations_can_be_used_without_a_terminal() =>
        Assert.DoesNotContain(Operations.GetReferencedAssemblies(), other => other.Name is "Spectre.Console" or "System.CommandLine" or "System.Console" or "fcwt");
}
