using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Uploads;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Sidecars;

public sealed class SidecarFindingTests
{
    private static readonly string[] Allowed = ["w-1", "w-2"];

    public static TheoryData<string> Valid => [.. Samples.GetProperty("valid").EnumerateObject().Select(sample => sample.Value.GetRawText())];

    public static TheoryData<string, string> Invalid
    {
        get
        {
            var data = new TheoryData<string, string>();

            foreach (var sample in Samples.GetProperty("invalid").EnumerateArray())
            {
                data.Add(sample.GetProperty("file").GetRawText(), sample.GetProperty("says").GetString()!);
            }

            return data;
        }
    }

    private static JsonElement Samples { get; } = Json("Rules", "Sidecars", "sidecar-samples.json");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_sample_is_found(string content) => Assert.Equal("SIDECAR-ETAG", Assert.IsType<SidecarFinding.Found>(Read(content)).ETag);

    [Fact]
    public void The_sample_that_people_are_shown_is_found() =>
        Assert.Equal("春节 at the beach", Assert.IsType<SidecarFinding.Found>(Read(TestData.Sample("sidecar.json"), ["00000000000000000000000000000002"])).Sidecar.Media!.Title);

    [Theory]
    [MemberData(nameof(Invalid))]
    [InlineData("not json", "field $ cannot be read")]
    [InlineData(" ", "field $ cannot be read")]
    [InlineData("""{"version":1,"workflowId":"w-1","workflowId":"w-2"}""", "field workflowId is written twice")]
    [InlineData("""{"version":1,"media":{"userData":{"a":"1","a":"2"}}}""", "field media.userData")]
    [InlineData("""{"version":1,"eTag":"4F0C1E9A_7B3D"}""", "field eTag is no ETag", false)]
    public void The_problem_of_a_bad_sidecar_names_the_field(string content, string problem, bool isBound = true) => Assert.Contains(
        problem, Assert.IsType<SidecarFinding.Bad>(Read(content, Allowed, isBound ? TestData.Upload() : TestData.Upload() with { ETag = "" })).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_sidecar_counts_for_an_upload_whose_event_has_no_ETag() =>
        Assert.IsType<SidecarFinding.Found>(Read("""{"version":1,"eTag":"00000000000000000000000000000000"}""", Allowed, TestData.Upload() with { ETag = "" }));

    [Fact]
    public void A_byte_order_mark_of_UTF_8_is_skipped() => Assert.IsType<SidecarFinding.Found>(Read("\uFEFF{\"version\":1}"));

    [Fact]
    public void A_sidecar_in_another_encoding_is_bad_and_the_sentence_names_the_encoding() => Assert.Equal(
        "field $ is UTF-16; save the file as UTF-8.",
        Assert.IsType<SidecarFinding.Bad>(SidecarFinding.Parse(Encoding.Unicode.GetBytes("""{"version":1}"""), "E", TestData.Upload(), Allowed)).Sentence);

    [Fact]
    public void A_sidecar_that_names_a_workflow_keeps_its_own_ETag() =>
        Assert.Equal("SIDECAR-ETAG", Assert.IsType<SidecarFinding.Found>(Read("""{"version":1,"workflowId":"w-2"}""")).ETag);

    [Fact]
    public void An_empty_sidecar_counts_as_missing() => Assert.IsType<SidecarFinding.Missing>(Read(""));

    [Theory]
    [InlineData(Sidecar.MaxBytes, false)]
    [InlineData(Sidecar.MaxBytes + 1, true)]
    public void A_sidecar_over_the_limit_is_bad(int bytes, bool bad)
    {
        var finding = Read("""{"version":1}""".PadRight(bytes));

        Assert.Equal(bad ? "field $ is over 64 KB." : null, (finding as SidecarFinding.Bad)?.Sentence);
    }

    [Fact]
    public void The_sentence_of_a_bad_sidecar_is_short_and_one_line()
    {
        var sentence = Assert.IsType<SidecarFinding.Bad>(Read($$"""{"version":1,"a\n{{new string('x', 5000)}}":1}""")).Sentence;

        Assert.InRange(sentence.Length, 1, 512);
        Assert.DoesNotContain('\n', sentence);
    }

    [Theory]
    [InlineData("4F0C1E9A7B3D5C286E8A9B1D2C3F4E57", true)]
    [InlineData("4f0c1e9a7b3d5c286e8a9b1d2c3f4e57", true)]
    [InlineData("00000000000000000000000000000000", false)]
    public void A_sidecar_bound_to_another_object_counts_as_missing(string eTag, bool found) =>
        Assert.Equal(found, Read($$"""{"version":1,"eTag":"{{eTag}}"}""") is SidecarFinding.Found);

    [Fact]
    public void The_problems_of_a_sidecar_bound_to_another_object_do_not_count() =>
        Assert.IsType<SidecarFinding.Missing>(Read("""{"version":1,"eTag":"0","workflowId":"w-9","media":{"title":""}}"""));

    [Theory]
    [InlineData("w-2", true, null)]
    [InlineData("w-3", true, "field workflowId is 'w-3', which the rule's workflowIdFrom.allow does not contain.")]
    [InlineData("W-2", true, "field workflowId is 'W-2', which the rule's workflowIdFrom.allow does not contain.")]
    [InlineData("w-2", false, "field workflowId is 'w-2', and the rule allows none from a sidecar.")]
    public void Only_an_allowed_workflow_may_be_named(string workflowId, bool allows, string? refusal) => Assert.Equal(
        refusal, (Read($$"""{"version":1,"workflowId":"{{workflowId}}"}""", allows ? Allowed : null) as SidecarFinding.NotAllowed)?.Sentence);

    [Property(MaxTest = 500)]
    public void Parsing_never_throws(byte[] content, byte at, byte to)
    {
        var almost = TestData.Bytes("""{"version":1,"eTag":"x","workflowId":"w","media":{"title":"\ud83c","tags":["a"],"userData":{"a":"b"}}}""");
        almost[at % almost.Length] = to;

        Assert.NotNull(SidecarFinding.Parse(content, "E", TestData.Upload(), Allowed));
        Assert.NotNull(SidecarFinding.Parse(almost, "E", TestData.Upload(), Allowed));
    }

    [Theory]
    [InlineData("properties")]
    [InlineData("properties/media/properties")]
    public void Schema_and_loader_know_the_same_fields(string place)
    {
        JsonTypeInfo type = place == "properties" ? RulesJson.Default.Sidecar : RulesJson.Default.SidecarMedia;
        var fields = place.Split('/').Aggregate(Json("sidecar.schema.json"), (element, name) => element.GetProperty(name));

        Assert.Equal(type.Properties.Select(property => property.Name).Order(), fields.EnumerateObject().Select(field => field.Name).Order());
    }

    private static SidecarFinding Read(string content) => Read(content, Allowed);

    private static SidecarFinding Read(string content, IReadOnlyList<string>? allow, Upload? upload = null) =>
        SidecarFinding.Parse(TestData.Bytes(content), "SIDECAR-ETAG", upload ?? TestData.Upload(), allow);

    private static JsonElement Json(params string[] path) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine([AppContext.BaseDirectory, .. path]))).RootElement;
}
