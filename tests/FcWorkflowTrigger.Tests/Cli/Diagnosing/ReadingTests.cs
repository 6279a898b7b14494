using System.Text.Json.Nodes;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Diagnosing;
using FcWorkflowTrigger.Operations.Diagnosing.Deploying;
using FcWorkflowTrigger.Operations.Diagnosing.Reading;

namespace FcWorkflowTrigger.Tests.Cli.Diagnosing;

/// <summary>What the checks read: replies of the services, policies, and the file of answers.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("answers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_bucket_tells_where_it_is_and_who_may()
    {
        var info = BucketInfo.Read("""
            <BucketInfo><Bucket><BlockPublicAccess>true</BlockPublicAccess><Location>oss-cn-hangzhou</Location><Versioning>Suspended</Versioning>
            <Owner><ID>1</ID></Owner><AccessControlList><Grant>public-read</Grant></AccessControlList>
            <ServerSideEncryptionRule><SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID></ServerSideEncryptionRule></Bucket></BucketInfo>
            """u8.ToArray());

        Assert.Equal(new BucketInfo("oss-cn-hangzhou", "public-read", "Suspended", "KMS", "key", true), info);
        Assert.Throws<InvalidDataException>(() => BucketInfo.Read("<Error><Code>x</Code></Error>"u8.ToArray()));
    }

    [Fact]
    public void Only_rules_that_are_on_and_delete_count()
    {
        var rules = LifecycleRule.Read("""
            <LifecycleConfiguration>
            <Rule><ID>a</ID><Prefix>r/</Prefix><Status>Enabled</Status><Expiration><Days>120</Days></Expiration></Rule>
            <Rule><ID>b</ID><Prefix>d/</Prefix><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>
            <Rule><ID>c</ID><Prefix>p/</Prefix><Status>Enabled</Status><Transition><Days>30</Days><StorageClass>IA</StorageClass></Transition></Rule>
            <Rule><ID>d</ID><Prefix>u/</Prefix><Status>Enabled</Status><Expiration><CreatedBeforeDate>2026-01-01T00:00:00.000Z</CreatedBeforeDate></Expiration></Rule>
            </LifecycleConfiguration>
            """u8.ToArray());

        Assert.Equal([new("r/", 120), new("u/", null)], rules);
        Assert.True(rules[0].Overlaps("r/00/"));
        Assert.False(rules[0].Overlaps("d/"));
        Assert.True(new LifecycleRule("", 1).Overlaps("d/"));
        Assert.Throws<InvalidDataException>(() => LifecycleRule.Read("no xml"u8.ToArray()));
    }

    [Theory]
    [InlineData("oss:GetObject", "acs:oss:*:*:ledger/r/*", true)]
    [InlineData("oss:GetObject", "acs:oss:*:*:ledger/*", false)]
    [InlineData("oss:GetObject", "acs:oss:*:*:ledger", false)]
    [InlineData("oss:PutObject", "acs:oss:*:*:ledger/r/*", false)]
    [InlineData("ice:GetWorkflowTask", "*", true)]
    [InlineData("ice:StartWorkflow", "*", true)]
    [InlineData("fc:InvokeFunction", "acs:fc:*:*:functions/x", false)]
    public void A_policy_allows_what_a_statement_covers(string action, string resource, bool isAllowed)
    {
        var policy = RolePolicy.Read("""
            {"Statement":[{"Effect":"Allow","Action":["oss:GetObject"],"Resource":["acs:oss:*:*:ledger/r/*"]},{"Effect":"Allow","Action":"ice:*","Resource":"*"},
            {"Effect":"Deny","Action":"fc:InvokeFunction","Resource":"*"}]}
            """u8.ToArray());

        Assert.Equal(isAllowed, policy.Allows(action, resource));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_policy_is_refused(string json) => Assert.Throws<FormatException>(() => RolePolicy.Read(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"timeout":"30"}""", """{"timeout":30}""", "")]
    [InlineData("""{"timeout":"30"}""", """{"timeout":31}""", "x.timeout")]
    [InlineData("""{"on":"true"}""", """{"on":true}""", "")]
    [InlineData("""{"a":{"b":"","c":"1"}}""", """{"a":{"c":"1","more":"2"}}""", "")]
    [InlineData("""{"a":{"b":"1"}}""", """{}""", "x.a.b")]
    [InlineData("""{"list":["b","a"]}""", """{"list":["a","b"]}""", "")]
    [InlineData("""{"list":["a"]}""", """{"list":["a","b"]}""", "x.list")]
    public void Only_what_the_file_sets_is_compared(string wanted, string deployed, string different) =>
        Assert.Equal(different, string.Join(' ', JsonDifference.Find(JsonNode.Parse(wanted), JsonNode.Parse(deployed), "x")));

    [Fact]
    public void A_deployed_function_tells_its_URL_and_whether_its_timer_is_on()
    {
        var function = new DeployedFunction(
            [],
            [
                (JsonObject)JsonNode.Parse("""{"triggerName":"t","triggerType":"timer","triggerConfig":"{\"enable\":false}"}""")!,
                (JsonObject)JsonNode.Parse("""{"triggerName":"h","triggerType":"http","httpTrigger":{"urlInternet":"https://x.example"}}""")!,
            ],
            null);

        Assert.Equal("https://x.example/", function.Url!.AbsoluteUri);
        Assert.False(DeployedFunction.IsEnabled(function.FindTrigger("t")!));
        Assert.True(DeployedFunction.IsEnabled(function.FindTrigger("h")!));
    }

    [Fact]
    public void A_file_of_variables_is_read_as_a_shell_would() => Assert.Equal(
        new Dictionary<string, string> { ["A"] = "1", ["B"] = "two words # kept", ["C"] = "x=y", ["D"] = "", ["E"] = "e" },
        DotEnv.Parse(["A=1", "# A=2", "export B=\"two words # kept\"", " C = x=y # a comment", "D=", "E='e'", "no variable"]));

    [Fact]
    public void An_answer_replaces_the_older_one_of_the_same_cloud_and_no_other()
    {
        var path = Path.Combine(_folder, "answers.json");
        new AnswersFile([]).With([Make("B", "old", "cn-beijing, ledger"), Make("A", "first", "cn-beijing, ledger"), Make("A", "local", "the local cloud")]).Write(path);

        var answers = AnswersFile.Read(path).With([Make("A", "second", "cn-beijing, ledger")]).Answers;

        Assert.Equal(["A second", "A local", "B old"], answers.Select(answer => $"{answer.Code} {answer.Value}"));
        Assert.Equal(["answers.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_holds_no_answers_is_not_overwritten()
    {
        var path = Path.Combine(_folder, "answers.json");
        File.WriteAllText(path, "my notes");

        Assert.StartsWith("ANSWERS-UNREADABLE: ", Assert.Throws<OperationException>(() => AnswersFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Empty(AnswersFile.Read(Path.Combine(_folder, "none.json")).Answers);
        Assert.StartsWith("ANSWERS-UNWRITABLE: ", Assert.Throws<OperationException>(() => new AnswersFile([]).Write(Path.Combine(_folder, "no", "such.json"))).Message, StringComparison.Ordinal);
    }

    private static Answer Make(string code, string value, string cloud) => new(code, "A0", value, "seen", TestData.Now, cloud);
}
