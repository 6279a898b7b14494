using FcWorkflowTrigger.Emulator.Fc.Deployment;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class TemplateTests
{
    private static readonly string Deployed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "s.yaml"));

    [Fact]
    public void The_deployment_file_of_the_repository_can_be_read()
    {
        var functions = Read(Deployed).ToDictionary(function => function.Name);

        Assert.Equal(["fc-workflow-trigger-callback", "fc-workflow-trigger-ingest", "fc-workflow-trigger-reconcile"], functions.Keys.Order());
        var ingest = functions["fc-workflow-trigger-ingest"];
        Assert.Equal("https://fc-workflow-trigger-callback.example", ingest.Environment["CALLBACK_BASE_URL"]);
        Assert.Equal("fc-workflow-trigger-reconcile", ingest.Async.FailureFunction);
        Assert.Equal((3, TimeSpan.FromDays(1)), (ingest.Async.MaxRetries, ingest.Async.MaxAge));
        Assert.Equal(512, ingest.MemoryMegabytes);
        var upload = Assert.IsType<TriggerConfig.Oss>(Assert.Single(ingest.Triggers));
        Assert.Equal(("media-in", "uploads/", ""), (upload.Bucket, upload.Prefix, upload.Suffix));
        Assert.Equal(4, upload.Events.Count);
        Assert.Equal(["POST"], Assert.IsType<TriggerConfig.Http>(Assert.Single(functions["fc-workflow-trigger-callback"].Triggers)).Methods);
        Assert.Equal("@every 5m", Assert.IsType<TriggerConfig.Timer>(Assert.Single(functions["fc-workflow-trigger-reconcile"].Triggers)).CronExpression);
    }

    [Fact]
    public void The_environment_of_the_deployer_overrides_the_defaults() =>
        Assert.Contains("other-ingest", Read(Deployed, name => name == "APP_PREFIX" ? "other" : Secret(name)).Select(function => function.Name));

    [Fact]
    public void A_variable_that_is_not_set_is_named() =>
        Assert.Equal(
            "TEMPLATE-INVALID: s.yaml, resources.callback.props.environmentVariables.CALLBACK_SECRETS: the environment variable CALLBACK_SECRETS is not set.",
            Assert.Throws<TemplateException>(() => Read(Deployed, _ => null)).Message);

    [Theory]
    [InlineData("functionName: ${file('x')}", "the expression ${file('x')} is not known here.")]
    [InlineData("functionName: ${vars.absent}", "there is no vars.absent.")]
    [InlineData("description: nameless", "functionName is missing.")]
    [InlineData("functionName: f\n      timeout: soon", "'soon' is not a number.")]
    [InlineData("functionName: f\n      triggers: [{triggerName: t, triggerType: cdn_events, triggerConfig: {}}]",
        "triggers of type 'cdn_events' are not served here.")]
    [InlineData("functionName: f\n      triggers: [{triggerName: t, triggerType: http, triggerConfig: {authType: jwt, methods: [GET]}}]",
        "authType 'jwt' is not served here.")]
    [InlineData("functionName: f\n      triggers: [{triggerName: t, triggerType: timer, triggerConfig: {enable: true, cronExpression: often}}]",
        "cronExpression")]
    [InlineData("functionName: f\n      instanceLifecycleConfig: {preStop: {handler: x}}", "instanceLifecycleConfig is not served here.")]
    [InlineData("functionName: [", "line ")]
    public void A_template_that_the_emulator_cannot_run_is_refused_with_the_place(string props, string problem)
    {
        var message = Assert.Throws<TemplateException>(() => Read($"vars: {{}}\nresources:\n  one:\n    component: fc3\n    props:\n      {props}\n")).Message;

        Assert.StartsWith("TEMPLATE-INVALID: s.yaml, ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/", "", "media-in", "oss:ObjectCreated:PutObject", "uploads/hd/", "", true)]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/hd/", "", "media-in", "oss:ObjectCreated:PutObject", "uploads/", "", true)]
    [InlineData("media-in", "oss:ObjectCreated:*", "uploads/", "", "media-in", "oss:ObjectCreated:CopyObject", "uploads/", "", true)]
    [InlineData("media-in", "oss:ObjectCreated:CopyObject", "", "", "media-in", "oss:ObjectCreated:*", "uploads/", ".mp4", true)]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/", "4", "media-in", "oss:ObjectCreated:PutObject", "uploads/", ".mp4", true)]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/", ".mp4", "media-in", "oss:ObjectCreated:PutObject", "uploads/", ".mov", false)]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/", "", "media-in", "oss:ObjectCreated:CopyObject", "uploads/", "", false)]
    [InlineData("media-in", "oss:ObjectCreated:*", "uploads/", "", "media-in", "oss:ObjectRemoved:DeleteObject", "uploads/", "", false)]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/", "", "media-in", "oss:ObjectCreated:PutObject", "outputs/", "", false)]
    [InlineData("media-in", "oss:ObjectCreated:PutObject", "uploads/", "", "other", "oss:ObjectCreated:PutObject", "uploads/", "", false)]
    public void Two_OSS_triggers_that_one_event_could_match_are_refused(
        string bucket, string events, string prefix, string suffix, string otherBucket, string otherEvents, string otherPrefix, string otherSuffix, bool refused)
    {
        var (one, other) = (OssTrigger("first", bucket, events, prefix, suffix), OssTrigger("second", otherBucket, otherEvents, otherPrefix, otherSuffix));

        // Of one function, and of two.
        foreach (var yaml in new[] { $"vars: {{}}\nresources:\n{Resource("one", one, other)}", $"vars: {{}}\nresources:\n{Resource("one", one)}{Resource("two", other)}" })
        {
            if (refused)
            {
                var message = Assert.Throws<TemplateException>(() => Read(yaml)).Message;
                Assert.Matches("^TEMPLATE-INVALID: s.yaml, function (one|two), trigger second: it overlaps with trigger first of function one: ", message);
            }
            else
            {
                Assert.Equal(2, Read(yaml).Sum(function => function.Triggers.Count));
            }
        }
    }

    private static string Resource(string name, params string[] triggers) =>
        $"  {name}:\n    component: fc3\n    props:\n      functionName: {name}\n      triggers: [{string.Join(", ", triggers)}]\n";

    private static string OssTrigger(string name, string bucket, string events, string prefix, string suffix) =>
        $"{{triggerName: {name}, triggerType: oss, sourceArn: 'acs:oss:cn-shanghai:1:{bucket}', triggerConfig: {{events: ['{events}'], filter: {{key: {{prefix: '{prefix}', suffix: '{suffix}'}}}}}}}}";

    private static string? Secret(string name) => name == "CALLBACK_SECRETS" ? "c2VjcmV0" : null;

    private static IReadOnlyList<FunctionConfig> Read(string yaml, Func<string, string?>? variable = null) =>
        Template.Read(yaml, variable ?? Secret, "1000000000000001", function => $"https://{function}.example");
}
