using FcWorkflowTrigger.Emulator.Control;
using NetArchTest.Rules;

namespace FcWorkflowTrigger.Emulator.Tests.Control;

/// <summary>The emulator is an independent witness: of the product, it knows the console page alone, and only where that is served.</summary>
public sealed class ConsoleWiringTests
{
    private static readonly System.Reflection.Assembly Emulator = typeof(ControlContext).Assembly;

    [Fact]
    public void The_emulator_knows_no_product_code_but_the_page() =>
        Assert.Equal(["FcWorkflowTrigger.Console"], Emulator.GetReferencedAssemblies().Select(other => other.Name!).Where(name => name == "bootstrap" || name.StartsWith("FcWorkflowTrigger.", StringComparison.Ordinal)));

    [Fact]
    public void Oss_Ims_and_Function_Compute_do_not_know_the_page()
    {
        var result = Types.InAssembly(Emulator)
            .That().ResideInNamespaceMatching(@"^FcWorkflowTrigger\.Emulator\.(Fc|Ims|Oss|Shared|Tls)(\.|$)")
            .ShouldNot().HaveDependencyOnAny("FcWorkflowTrigger.ConsolePage", "FcWorkflowTrigger.Emulator.Control")
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
