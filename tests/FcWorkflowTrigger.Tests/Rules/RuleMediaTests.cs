using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Rules;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class RuleMediaTests
{
    private static readonly Dictionary<string, string> Meta = new() { ["campaign"] = "spring, sale", ["title"] = "{key}" };

    [Theory]
    [InlineData("{name}", "beach.mp4")]
    [InlineData("{stem} ({ext})", "beach (.mp4)")]
    [InlineData("{bucket}/{key}", "media-in/uploads/beach.mp4")]
    [InlineData("{date} {meta.campaign}{meta.absent}", "2026-11-24 spring, sale")]
    [InlineData("plain", "plain")]
    [InlineData("an open { stays", "an open { stays")]
    public void A_title_is_a_text_with_placeholders(string template, string title) => Assert.Equal(title, Describe(new(template)).Title);

    [Fact]
    public void A_value_that_fills_a_placeholder_is_not_parsed_again() => Assert.Equal("{key}", Describe(new("{meta.title}")).Title);

    [Fact]
    public void Emoji_are_removed() => Assert.Equal("春节 .mp4", Describe(RuleMedia.Default, "uploads/春节 🎬👩‍💻.mp4").Title);

    [Fact]
    public void A_long_title_is_cut_at_a_character() =>
        Assert.Equal(new string('春', 42), Describe(RuleMedia.Default, new('春', 300)).Title);

    [Fact]
    public void A_description_may_be_longer() =>
        Assert.Equal(342, Describe(new(Description: "{key}"), new string('春', 341) + "!!").Description!.Length);

    [Fact]
    public void Tags_are_joined_without_commas_emptiness_and_repetition() =>
        Assert.Equal("auto,spring  sale", Describe(new(Tags: ["auto", "{meta.campaign}", "{meta.absent}", "auto"])).Tags);

    [Fact]
    public void User_data_is_JSON_of_the_fields_asked_for() => Assert.Equal(
        """{"campaign":"spring, sale","day":"2026-11-24"}""",
        Describe(new(UserData: new Dictionary<string, string> { ["campaign"] = "{meta.campaign}", ["day"] = "{date}" })).UserData);

    // Escapes count against the limit, so only the characters that JSON requires are escaped.
    [Fact]
    public void User_data_escapes_no_more_than_JSON_requires() => Assert.Equal(
        """{"k":"春节 & <b> 'x' \"y\" \\ +"}""",
        Describe(new(UserData: new Dictionary<string, string> { ["k"] = """春节 & <b> 'x' "y" \ +""" })).UserData);

    [Property]
    public void No_key_makes_a_text_over_its_limit(string? key)
    {
        var placeholders = string.Concat(Enumerable.Repeat("{key}", 200));

        var media = Describe(new(placeholders, [placeholders, placeholders], Description: placeholders, UserData: new Dictionary<string, string> { ["k"] = placeholders }), $"\"k{key}.mp4");

        Assert.InRange(Encoding.UTF8.GetByteCount(media.Title), 1, RuleMedia.MaxTitleBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(media.Description!), 1, RuleMedia.MaxDescriptionBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(media.UserData!), 1, RuleMedia.MaxUserDataBytes);
        Assert.All(media.Tags!.Split(','), tag => Assert.InRange(Encoding.UTF8.GetByteCount(tag), 1, RuleMedia.MaxTagBytes));
        Assert.NotNull(JsonDocument.Parse(media.UserData!));
    }

    private static MediaDescription Describe(RuleMedia media, string key = "uploads/beach.mp4") =>
        Assert.IsType<Admission.Admitted>(new RuleSet([new Rule("a", "w", Media: media)], [])
            .Decide(TestData.Upload(key), new(new(ObjectState.Current, Meta: Meta)))).Plans[0].Media;
}
