using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class PatternCompilerTests
{
    [Fact]
    public void A_text_is_compiled_once()
    {
        var patterns = new PatternCompiler();

        Assert.Same(patterns.CompileRegex("a+"), patterns.CompileRegex("a+"));
        Assert.Same(patterns.CompileGlob("*.mp4"), patterns.CompileGlob("*.mp4"));
        Assert.Same(patterns.CompileTemplate("{name}"), patterns.CompileTemplate("{name}"));
    }

    [Fact]
    public void The_rules_of_a_file_use_what_the_check_of_the_file_has_compiled()
    {
        var rules = RuleFile.Read(TestData.Bytes(
            """{"version":1,"rules":[{"name":"a","workflowId":"w","match":{"globs":["*.mp4"],"not":{"regex":"^x"}},"media":{"title":"{key}"}}]}"""));

        // The glob, the regex and the title.
        Assert.Equal(3, rules.Patterns.Reused);
    }
}
