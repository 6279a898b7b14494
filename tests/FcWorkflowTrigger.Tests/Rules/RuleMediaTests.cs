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
    [InlineData("{meta.Campaign}", "spring, sale")]
    [InlineData("plain", "plain")]
    [InlineData("an open { stays", "an open { stays")]
    public void A_title_is_a_text_with_placeholders(string template, string title) => Assert.Equal(title, Describe(new(template)).Title);

    [Fact]
    public void A_value_that_fills_a_placeholder_is_not_parsed_again() => Assert.Equal("{key}", Describe(new("{meta.title}")).Title);

    [Theory]
    [InlineData("春节 🎬👩‍💻.mp4", "春节 .mp4")]
    [InlineData("like 👍🏻 a ❤️.mp4", "like  a .mp4")]
    [InlineData("one\nline.mp4", "oneline.mp4")]
    [InlineData("next\u0085line.mp4", "nextline.mp4")]
    [InlineData("春 ^a` + 1 ¥.mp4", "春 ^a` + 1 ¥.mp4")]
    public void Emoji_and_control_characters_are_removed(string name, string title) => Assert.Equal(title, Describe(RuleMedia.Default, $"uploads/{name}").Title);

    [Theory]
    [InlineData(nameof(RuleMedia.Title))]
    [InlineData(nameof(RuleMedia.Description))]
    [InlineData(nameof(RuleMedia.Tags))]
    [InlineData(nameof(RuleMedia.UserData))]
    public void A_text_from_the_metadata_needs_the_object(string field)
    {
        const string Text = "{meta.campaign}";
        var media = field switch
        {
            nameof(RuleMedia.Title) => new RuleMedia(Text),
            nameof(RuleMedia.Description) => new(Description: Text),
            nameof(RuleMedia.Tags) => new(Tags: [Text]),
            _ => new(UserData: new Dictionary<string, string> { ["k"] = Text }),
        };

        Assert.Equal(FactNeeds.Object, Assert.IsType<Admission.Undecided>(new RuleSet([new Rule("a", "w", Media: media)], []).Decide(TestData.Upload())).Needs);
    }

    [Fact]
    public void A_long_title_is_cut_at_a_character() =>
        Assert.Equal(new string('春', 42), Describe(RuleMedia.Default, new('春', 300)).Title);

    [Fact]
    public void A_long_plain_title_is_cut_too() => Assert.Equal(new string('x', 128), Describe(RuleMedia.Default, new('x', 129)).Title);

    [Fact]
    public void A_description_may_be_longer() =>
        Assert.Equal(342, Describe(new(Description: "{key}"), new string('春', 341) + "!!").Description!.Length);

    [Fact]
    public void Tags_are_joined_without_commas_emptiness_and_repetition() =>
        Assert.Equal("auto,spring  sale", Describe(new(Tags: ["auto", "{meta.campaign}", "{meta.absent}", "auto"])).Tags);

    [Fact]
    public void Tags_that_differ_in_case_are_two() => Assert.Equal("Auto,auto", Describe(new(Tags: ["Auto", "auto"])).Tags);

    [Fact]
    public void A_tag_that_is_cut_before_a_word_ends_in_no_space() =>
        Assert.Equal(new string('x', 31), Describe(new(Tags: ["{name}"]), $"{new string('x', 31)} word").Tags);

    [Fact]
    public void The_limit_of_user_data_counts_bytes() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Describe(new(UserData: new Dictionary<string, string> { ["k"] = "{name}" }), new('春', 340)).UserData!), 512, RuleMedia.MaxUserDataBytes);

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
