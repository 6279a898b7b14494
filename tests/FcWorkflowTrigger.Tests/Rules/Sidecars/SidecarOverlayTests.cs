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
    public void A_field_that_the_sidecar_leaves_out_keeps_the_rules_value()
    {
        Assert.Equal(Rule, SidecarOverlay.Apply(Rule, null));
        Assert.Equal(Rule, SidecarOverlay.Apply(Rule, new()));
    }

    [Fact]
    public void A_sidecars_texts_replace_the_rules_and_its_user_data_is_added_to_the_rules() => Assert.Equal(
        new("a {name}", "", "one,two", 42, """{"source":"rule","day":"1","more":"x"}"""),
        SidecarOverlay.Apply(Rule, new("a {name}", "", ["one", "two", "one"], 42, new Dictionary<string, string> { ["source"] = "sidecar", ["more"] = "x" })));

    [Fact]
    public void A_rule_without_fields_leaves_them_all_to_the_sidecar() => Assert.Equal(
        """{"source":"sidecar"}""",
        SidecarOverlay.Apply(Rule with { UserData = null }, new(UserData: new Dictionary<string, string> { ["source"] = "sidecar" })).UserData);

    [Fact]
    public void Fields_whose_names_differ_in_case_are_two() => Assert.Equal(
        """{"source":"rule","day":"1","Source":"sidecar"}""",
        SidecarOverlay.Apply(Rule, new(UserData: new Dictionary<string, string> { ["Source"] = "sidecar" })).UserData);

    [Theory]
    [InlineData(null)]
    [InlineData("source")]
    public void A_sidecar_without_fields_of_its_own_leaves_the_rules(string? name) => Assert.Equal(
        Rule.UserData,
        SidecarOverlay.Apply(Rule, new(UserData: name is null ? [] : new Dictionary<string, string> { [name] = "sidecar" })).UserData);

    [Fact]
    public void A_description_may_be_longer_than_a_title() => Assert.Equal(
        (128, 1024), (SidecarOverlay.Apply(Rule, new(new('x', 2000))).Title.Length, SidecarOverlay.Apply(Rule, new(Description: new('x', 2000))).Description!.Length));

    [Theory]
    [InlineData(2000, true)]
    [InlineData(0, true)]
    [InlineData(0, false)]
    public void A_sidecars_fields_never_displace_the_rules(int length, bool fits)
    {
        var rules = new Dictionary<string, string> { ["source"] = new('r', fits ? 900 : RuleMedia.MaxUserDataBytes - 15) };
        var more = new Dictionary<string, string> { ["more"] = new('x', length) };

        var userData = SidecarOverlay.Apply(Rule with { UserData = MediaTexts.SerializeUserData(rules) }, new(UserData: more)).UserData!;

        var fields = JsonSerializer.Deserialize(userData, RulesJson.Compact.DictionaryStringString)!;
        Assert.Equal((rules["source"], fits), (fields["source"], fields.ContainsKey("more")));
    }

    [Fact]
    public void No_tags_take_the_rules_away() => Assert.Null(SidecarOverlay.Apply(Rule, new(Tags: [])).Tags);

    [Fact]
    public void Emoji_are_removed_and_texts_are_cut_between_characters() => Assert.Equal(
        (new string('春', 42), "春节"),
        Texts(SidecarOverlay.Apply(Rule, new(new string('春', 300), "春节🎬"))));

    [Property]
    public void No_sidecar_makes_a_text_over_its_limit(string? text)
    {
        var repeated = string.Concat(Enumerable.Repeat($"\"{text}", 200));

        var media = SidecarOverlay.Apply(Rule, new($"t{repeated}", repeated, UserData: new Dictionary<string, string> { ["k"] = repeated }));

        Assert.InRange(Encoding.UTF8.GetByteCount(media.Title), 1, RuleMedia.MaxTitleBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(media.Description!), 0, RuleMedia.MaxDescriptionBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(media.UserData!), 1, RuleMedia.MaxUserDataBytes);
        Assert.NotNull(JsonDocument.Parse(media.UserData!));
    }

    private static (string Title, string? Description) Texts(MediaDescription media) => (media.Title, media.Description);
}
