using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class ConnectionTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void The_local_cloud_needs_nothing_but_its_name()
    {
        var local = Connection.From(new(Local: true), _ => null);

        Assert.Equal(("http://127.0.0.1:9580/", "http://127.0.0.1:9581/", "http://127.0.0.1:9582/"), (local.Oss.AbsoluteUri, local.Ims!.AbsoluteUri, local.Fc!.AbsoluteUri));
        Assert.Equal(("ledger", "fc-workflow-trigger-reconcile", "local"), (local.LedgerBucket, local.ReconcileFunction, local.Credentials!.AccessKeyId));
    }

    [Theory]
    [InlineData(null, true, "the environment", "from-environment")]
    [InlineData("ops", true, "profile 'ops'", "from-ops")]
    [InlineData(null, false, "profile 'usual'", "from-usual")]
    public void A_named_profile_goes_before_the_environment_and_the_current_one_comes_after_it(string? profile, bool hasKeys, string source, string key)
    {
        WriteProfiles("""{"current":"usual","profiles":[{"name":"usual","mode":"AK","access_key_id":"from-usual","access_key_secret":"s","region_id":"cn-beijing"},{"name":"ops","mode":"AK","access_key_id":"from-ops","access_key_secret":"s","region_id":"cn-beijing"}]}""");

        var connection = Connection.From(new(Profile: profile), Variables(hasKeys));

        Assert.Equal((source, key), (connection.Source, connection.Credentials!.AccessKeyId));
        Assert.Equal(source == "the environment" ? "cn-shanghai" : "cn-beijing", connection.Region);
    }

    [Theory]
    [InlineData("""{"profiles":[{"name":"ops","mode":"RamRoleArn"}]}""", "PROFILE-MODE: ")]
    [InlineData("""{"profiles":[{"name":"ops","mode":"AK","access_key_id":"i"}]}""", "PROFILE-INCOMPLETE: ")]
    [InlineData("""{"profiles":[{"name":"other","mode":"AK"}]}""", "PROFILE-UNKNOWN: ")]
    [InlineData("""{"profiles":[{"name":"ops","access_key_secret":"s3cret""", "PROFILE-FILE: ")]
    public void A_profile_that_cannot_be_used_is_refused_with_a_code_and_without_its_secret(string file, string code)
    {
        WriteProfiles(file);

        var refused = Assert.Throws<OperationException>(() => Connection.From(new(Profile: "ops"), Variables(hasKeys: false)));

        Assert.StartsWith(code, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    private Func<string, string?> Variables(bool hasKeys) => name => name switch
    {
        "HOME" => _home,
        "ALIBABA_CLOUD_ACCESS_KEY_ID" when hasKeys => "from-environment",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET" when hasKeys => "s",
        _ => null,
    };

    private void WriteProfiles(string json)
    {
        Directory.CreateDirectory(Path.Combine(_home, ".aliyun"));
        File.WriteAllText(Path.Combine(_home, ".aliyun", "config.json"), json);
    }
}
