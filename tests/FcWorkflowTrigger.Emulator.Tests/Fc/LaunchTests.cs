using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class LaunchTests
{
    private const string Trusted = "SSL_CERT_FILE";

    [Fact]
    public void With_https_a_process_gets_the_path_of_the_authority() =>
        Assert.Equal("/made/authority.pem", Environment("/made/authority.pem", TestData.Function())[Trusted]);

    [Fact]
    public void Without_https_a_process_trusts_the_authorities_of_the_machine() => Assert.False(Environment(null, TestData.Function()).ContainsKey(Trusted));

    [Fact]
    public void The_deployment_file_overrides_the_authority()
    {
        var function = TestData.Function() with { Environment = new Dictionary<string, string> { [Trusted] = "/own.pem" } };

        Assert.Equal("/own.pem", Environment("/made/authority.pem", function)[Trusted]);
    }

    /// <summary>Each of a thousand starts quoted those before it, until the memory was full.</summary>
    [Fact]
    public async Task A_process_that_ends_at_once_is_quoted_without_what_earlier_starts_said()
    {
        var output = new FunctionOutput();
        output.Add("CAExited: an earlier start.");
        output.Add("a line of the program");

        // Without arguments it shows its usage and ends.
        var process = await FunctionProcess.StartAsync(new("dotnet"), TestData.Function(), output);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => process.ListenAsync(output, default));

        Assert.StartsWith("CAExited: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("earlier start", failure.Message, StringComparison.Ordinal);
        Assert.Contains(output.Lines[^1], failure.Message, StringComparison.Ordinal);
    }

    private static IDictionary<string, string?> Environment(string? authorityFile, FunctionConfig function) =>
        Launch.Create(new("/code/bootstrap", AuthorityFile: authorityFile), function, port: 9000, instanceId: "c-1").Environment;
}
