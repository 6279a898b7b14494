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

        var json = JsonDocument.Parse(JsonSerializer.Serialize(source.CreateTraces([Example]), OtlpJson.Compact.ExportTraceServiceRequest)).RootElement.GetProperty("resourceSpans")[0];

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
              "links": [{"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "attributes": []}],
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
        Assert.Equal("089601", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to => to.Number(1, 150)))));
        Assert.Equal("120774657374696E67", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to => to.Text(2, "testing")))));
        Assert.Equal("1A03089601", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to => to.Message(3, new Written(inner => inner.Number(1, 150)))))));
        Assert.Equal("", Convert.ToHexString(ProtobufWriter.Serialize(new Written(to =>
        {
            to.Number(1, 0);
            to.Text(2, "");
            to.Fixed(3, 0);
            to.Flag(4, false);
            to.Hex(5, null);
            to.Double(6, null);
            to.Messages(7, null);
            to.Packed(8, Array.Empty<ulong>());
        }))));
    }

    private static void AssertSame(string expected, JsonElement actual) => Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    private static string Hex(string text) => Convert.ToHexString(TestData.Bytes(text));

    private sealed class Written(Action<ProtobufWriter> write) : IOtlpMessage
    {
        public void Write(ProtobufWriter to) => write(to);
    }
}
