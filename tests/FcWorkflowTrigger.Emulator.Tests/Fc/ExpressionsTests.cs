using FcWorkflowTrigger.Emulator.Fc.Deployment;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class ExpressionsTests
{
    private readonly Expressions _expressions = new(
        name => name == "SET" ? "value" : null,
        new Dictionary<string, string> { ["region"] = "cn-shanghai" },
        resource => $"https://{resource}.example",
        "1000000000000001");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${env('SET')}", "value")]
    [InlineData("${env('SET', 'fallback')}", "value")]
    [InlineData("${env('UNSET', 'fallback')}", "fallback")]
    [InlineData("${env('UNSET', '')}", "")]
    [InlineData("a-${vars.region}-${ vars.region }", "a-cn-shanghai-cn-shanghai")]
    [InlineData("${resources.callback.output.url.system_url}", "https://callback.example")]
    [InlineData("acs:ram::${config('AccountID')}:role/x", "acs:ram::1000000000000001:role/x")]
    public void The_expressions_of_a_deployment_are_resolved(string text, string resolved) => Assert.Equal(resolved, _expressions.Resolve(text, "here"));

    [Theory]
    [InlineData("${env('UNSET')}")]
    [InlineData("${vars.absent}")]
    [InlineData("${env('X', resources.callback.output.url.system_url)}")]
    [InlineData("${secret('x')}")]
    public void An_unset_or_unknown_expression_is_refused_with_its_place(string text) =>
        Assert.StartsWith(
            "TEMPLATE-INVALID: s.yaml, here: ",
            Assert.Throws<TemplateException>(() => _expressions.Resolve(text, "here")).Message,
            StringComparison.Ordinal);
}
