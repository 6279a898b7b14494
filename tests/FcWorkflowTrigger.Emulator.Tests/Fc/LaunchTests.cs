using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class LaunchTests
{
    private const string Trusted = "SSL_CERT_FILE";

    [Fact]
    public void A_process_is_told_whom_to_trust_when_the_services_speak_https() =>
        Assert.Equal("/made/authority.pem", Environment("/made/authority.pem", Given.Function())[Trusted]);

    [Fact]
    public void Otherwise_it_trusts_whom_the_machine_trusts() => Assert.False(Environment(null, Given.Function()).ContainsKey(Trusted));

    [Fact]
    public void What_the_deployment_file_says_goes_first()
    {
        var function = Given.Function() with { Environment = new Dictionary<string, string> { [Trusted] = "/own.pem" } };

        Assert.Equal("/own.pem", Environment("/made/authority.pem", function)[Trusted]);
    }

    private static IDictionary<string, string?> Environment(string? authorityFile, FunctionConfig function) =>
        Launch.Of(new("/code/bootstrap", AuthorityFile: authorityFile), function, port: 9000, instanceId: "c-1").Environment;
}
