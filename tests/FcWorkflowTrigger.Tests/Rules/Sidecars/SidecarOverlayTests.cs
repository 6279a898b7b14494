using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Rules.Templates;
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
    public void What_a_sidecar_says_goes_before_the_rule_and_fields_of_user_data_are_put_beside_the_rules() => Assert.Equal(
        new("a {name}", "", "one,two", 42, """{"source":"rule","day":"1","more":"x"}"""),
        SidecarOverlay.Over(Rule, new("a {name}", "", ["one", "two", "one"], 42, new Dictionary<string, string> { ["source"] = "sidecar", ["more"] = "x" })));

    [Fact]
    public void A_rule_without_fields_leaves_them_all_to_the_sidecar() => Assert.Equal(
        """{"source":"sidecar"}""",
        SidecarOverlay.Over(Rule with { UserData = null }, new(UserData: new Dictionary<string, string> { ["source"] = "sidecar" })).UserData);

    [Theory]
    [InlineData(2000, true)]
    [InlineData(0, true)]
    [InlineData(0, false)]
    public void A_sidecars_fields_take_nothing_of_the_rules(int length, bool fits)
    {
        var rules = new Dictionary<string, string> { ["source"] = new('r', fits ? 900 : RuleMedia.MaxUserDataBytes - 15) };
        var more = new Dictionary<string, string> { ["more"] = new('x', length) };

        var told = SidecarOverlay.Over(Rule with { UserData = MediaTexts.UserData(rules) }, new(UserData: more)).UserData!;

        var fields = JsonSerializer.Deserialize(told, TriggerJson.Compact.DictionaryStringString)!;
        Assert.Equal((rules["source"], fits), (fields["source"], fields.ContainsKey("more")));
    }

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
