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

    private static string? Secret(string name) => name == "CALLBACK_SECRETS" ? "c2VjcmV0" : null;

    private static IReadOnlyList<FunctionConfig> Read(string yaml, Func<string, string?>? variable = null) =>
        Template.Read(yaml, variable ?? Secret, "1000000000000001", function => $"https://{function}.example");
}
