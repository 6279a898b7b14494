using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Sidecars;

public sealed class SidecarOverlayTests
{
    private static readonly MediaDescription Rule = new("beach.mp4", "by rule", "auto,video", 7, """{"source":"rule","day":"1"}""");

    [Fact]
    public void What_a_sidecar_leaves_out_is_as_the_rule_says()
    {
        Assert.Equal(Rule, SidecarOverlay.Over(Rule, null));
        Assert.Equal(Rule, SidecarOverlay.Over(Rule, new()));
    }

    [Fact]
    public void What_a_sidecar_says_goes_before_the_rule_and_fields_are_laid_over_fields() => Assert.Equal(
        new("a {name}", "", "one,two", 42, """{"source":"sidecar","day":"1","more":"x"}"""),
        SidecarOverlay.Over(Rule, new("a {name}", "", ["one", "two", "one"], 42, new Dictionary<string, string> { ["source"] = "sidecar", ["more"] = "x" })));

    [Fact]
    public void No_tags_take_the_rules_away() => Assert.Null(SidecarOverlay.Over(Rule, new(Tags: [])).Tags);

    [Fact]
    public void Emoji_are_left_out_and_texts_cut_at_a_character() => Assert.Equal(
        (new string('春', 42), "春节"),
        Told(SidecarOverlay.Over(Rule, new(new string('春', 300), "春节🎬"))));

    [Property]
    public void No_sidecar_makes_a_text_over_its_limit(string? text)
    {
        var repeated = string.Concat(Enumerable.Repeat($"\"{text}", 200));

        var told = SidecarOverlay.Over(Rule, new($"t{repeated}", repeated, UserData: new Dictionary<string, string> { ["k"] = repeated }));

        Assert.InRange(Encoding.UTF8.GetByteCount(told.Title), 1, RuleMedia.MaxTitleBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(told.Description!), 0, RuleMedia.MaxDescriptionBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(told.UserData!), 1, RuleMedia.MaxUserDataBytes);
        Assert.NotNull(JsonDocument.Parse(told.UserData!));
    }

    private static (string Title, string? Description) Told(MediaDescription media) => (media.Title, media.Description);
}
