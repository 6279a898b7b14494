using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Telemetry;
using FcWorkflowTrigger.Telemetry.Otlp;
using FcWorkflowTrigger.Telemetry.Traces;

namespace FcWorkflowTrigger.Tests.Telemetry.Otlp;

/// <summary>The two forms of a message, byte by byte. That a receiver of others reads them is tested in TelemetryJourneyTests.</summary>
public sealed class OtlpFormatTests
{
    private static readonly Span Example = new(
        "5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", "eee19b7ec3c1b173", "I'm a span", SpanKind.Client, 1544712660000000000, 1544712661000000000,
        Attributes.Create(("text", AnyValue.From("")), ("number", AnyValue.From(-1)), ("flag", AnyValue.From(false)), ("absent", null)),
        [new("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", [])],
        new(StatusCode.Error, "why"));

    /// <summary>The shape of examples/trace.json of opentelemetry-proto.</summary>
    [Fact]
    public void JSON_has_the_names_of_the_proto_ids_in_hex_and_long_numbers_as_texts()
    {
        var source = new TelemetrySource(new Resource(Attributes.Create(("service.name", AnyValue.From("my.service")))));

        var json = JsonElement.Parse(ProtobufJsonWriter.Serialize(source.CreateTraces([Example]))).GetProperty("resourceSpans")[0];

        AssertSame("""{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]}""", json.GetProperty("resource"));
        Assert.Equal("FcWorkflowTrigger", json.GetProperty("scopeSpans")[0].GetProperty("scope").GetProperty("name").GetString());
        AssertSame(
            """
            {
              "traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "parentSpanId": "eee19b7ec3c1b173", "name": "I'm a span", "kind": 3,
              "startTimeUnixNano": "1544712660000000000", "endTimeUnixNano": "1544712661000000000",
              "attributes": [
                {"key": "text", "value": {"stringValue": ""}}, {"key": "number", "value": {"intValue": "-1"}}, {"key": "flag", "value": {"boolValue": false}}
              ],
              "links": [{"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174"}],
              "status": {"code": 2, "message": "why"}
            }
            """,
            json.GetProperty("scopeSpans")[0].GetProperty("spans")[0]);
    }

    [Fact]
    public void A_span_has_the_field_numbers_of_the_proto() => Assert.Equal(
        "0A10" + "5B8EFFF798038103D269B633813FC60C" + "1208" + "EEE19B7EC3C1B174" + "2208" + "EEE19B7EC3C1B173" + "2A0A" + Hex("I'm a span") + "3003"
        + "39" + "004859E3FAEB6F15" + "41" + "0012F41EFBEB6F15"
        + "4A0A" + "0A04" + Hex("text") + "12020A00"
        + "4A15" + "0A06" + Hex("number") + "120B18FFFFFFFFFFFFFFFFFF01"
        + "4A0A" + "0A04" + Hex("flag") + "12021000"
        + "6A1C" + "0A10" + "5B8EFFF798038103D269B633813FC60C" + "1208" + "EEE19B7EC3C1B174"
        + "7A07" + "1203" + Hex("why") + "1802",
        Convert.ToHexString(ProtobufWriter.Serialize(Example)));

    /// <summary>Protocol Buffers documentation, "Encoding": the examples with 150 and with "testing".</summary>
    [Fact]
    public void The_examples_of_the_format_are_written_as_its_documentation_says()
    {
        Assert.Equal("089601", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to => to.Number(1, "a", 150)))));
        Assert.Equal("120774657374696E67", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to => to.Text(2, "b", "testing")))));
        Assert.Equal("1A03089601", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to => to.Message(3, "c", new Written(inner => inner.Number(1, "a", 150)))))));
    }

    [Fact]
    public void A_field_with_the_default_value_is_in_neither_form()
    {
        var nothing = new Written(to =>
        {
            to.Text(1, "a", "");
            to.Text(2, "b", null);
            to.Hex(3, "c", null);
            to.Number(4, "d", 0);
            to.Flag(5, "e", false);
            to.Fixed(6, "f", 0);
            to.Chosen(7, "g", (string?)null);
            to.Chosen(8, "h", (bool?)null);
            to.Chosen(9, "i", (long?)null);
            to.Chosen(10, "j", (double?)null);
            to.ChosenFixed(11, "k", null);
            to.Packed(12, "l", Array.Empty<ulong>());
            to.Packed(13, "m", Array.Empty<double>());
            to.Message(14, "n", null);
            to.Messages(15, "o", null);
            to.Messages(16, "p", []);
        });

        Assert.Empty(ProtobufWriter.Serialize(nothing));
        Assert.Equal("{}", Encoding.UTF8.GetString(ProtobufJsonWriter.Serialize(nothing)));
    }

    [Fact]
    public void A_zero_that_was_chosen_is_in_both_forms()
    {
        var chosen = new Written(to =>
        {
            to.Chosen(1, "a", "");
            to.Chosen(2, "b", false);
            to.Chosen(3, "c", 0L);
            to.Chosen(4, "d", 0.0);
            to.ChosenFixed(5, "e", 0);
        });

        Assert.Equal("0A00" + "1000" + "1800" + "210000000000000000" + "290000000000000000", Convert.ToHexString(ProtobufWriter.Serialize(chosen)));
        Assert.Equal("""{"a":"","b":false,"c":"0","d":0,"e":"0"}""", Encoding.UTF8.GetString(ProtobufJsonWriter.Serialize(chosen)));
    }

    [Fact]
    public void A_data_point_of_a_histogram_is_the_same_in_both_forms()
    {
        var point = new HistogramDataPoint([], 1, 2, 3, 4.5, [5, 6], [7.5], 0.25, 8);

        AssertSame(
            """{"startTimeUnixNano": "1", "timeUnixNano": "2", "count": "3", "sum": 4.5, "bucketCounts": ["5", "6"], "explicitBounds": [7.5], "min": 0.25, "max": 8}""",
            JsonElement.Parse(ProtobufJsonWriter.Serialize(point)));
        Assert.Equal(
            "11" + "0100000000000000" + "19" + "0200000000000000" + "21" + "0300000000000000" + "29" + "0000000000001240"
                + "3210" + "0500000000000000" + "0600000000000000" + "3A08" + "0000000000001E40" + "59" + "000000000000D03F" + "61" + "0000000000002040",
            Convert.ToHexString(ProtobufWriter.Serialize(point)));
    }

    private static void AssertSame(string expected, JsonElement actual) => Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    private static string Hex(string text) => Convert.ToHexString(TestData.Bytes(text));

    private sealed class Written(Action<OtlpWriter> write) : IOtlpMessage
    {
        public void Write(OtlpWriter to) => write(to);
    }
}
