using System.Text.Json;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Uploads;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class UploadEventsTests
{
    /// <summary>What may be put around JSON, and how many wrappings that is.</summary>
    private static readonly (Func<string, string> Wrap, int Openings)[] Nestings =
    [
        (inside => $"[{inside}]", 1),
        (inside => $$"""{"events":[{{inside}}]}""", 2),
        (inside => $$"""{"id":"1","specversion":"1.0","type":"oss:ObjectCreated:PutObject","data":{{inside}}}""", 1),
        (inside => $$"""{"specversion":"1.0","data":{"requestId":"r","messageId":"m","messageBody":{{inside}}} }""", 2),
        (inside => $$"""{"TopicOwner":"1","TopicName":"t","MessageId":"m","Message":{{Text(inside)}}}""", 2),
        (inside => $$"""{"TopicOwner":"1","TopicName":"t","MessageId":"m","Message":{{Text(Base64(inside))}}}""", 3),
        (Text, 1),
        (inside => Text(Base64(inside)), 2),
    ];

    [Fact]
    public void A_native_event_is_read_with_its_key_raw()
    {
        var upload = Assert.Single(Read(TestData.Sample("object-created.json")));

        Assert.Equal("cn-shanghai", upload.Region);
        Assert.Equal("media-in", upload.Bucket);
        Assert.StartsWith("uploads/", upload.Key, StringComparison.Ordinal);
        Assert.Contains("+", upload.Key, StringComparison.Ordinal);
        Assert.Contains("%", upload.Key, StringComparison.Ordinal);
        Assert.StartsWith("ObjectCreated:", upload.EventName, StringComparison.Ordinal);
        Assert.True(upload.Size > 0);
        Assert.Equal("video/mp4", upload.MimeType);
        Assert.NotEmpty(upload.RequestId!);
    }

    [Fact]
    public void Every_entry_of_an_event_is_read() => Assert.Equal(2, Read(TestData.Sample("objects-created-two.json")).Count);

    [Fact]
    public void An_EventBridge_event_is_read_like_the_native_one()
    {
        var upload = Assert.Single(Read(TestData.Sample("object-created-eventbridge.json")));

        Assert.Equal("media-in", upload.Bucket);
        Assert.StartsWith("ObjectCreated:", upload.EventName, StringComparison.Ordinal);
        Assert.NotEmpty(upload.RequestId!);
    }

    [Theory]
    [InlineData("object-created-rawdata.json", "uploads/raw.mp4")]
    [InlineData("objects-created-batch.json", "uploads/first-of-batch.mp4", "uploads/second-of-batch.mp4")]
    [InlineData("object-created-topic.json", "uploads/topic.mp4")]
    public void Every_form_of_the_documents_is_read(string sample, params string[] keys) => Assert.Equal(keys, Read(TestData.Sample(sample)).Select(upload => upload.Key));

    [Property(MaxTest = 500)]
    public void Any_nesting_of_wrappings_names_the_same_run(byte[]? nesting, bool isBase64, string? text)
    {
        var entry = Entry("k" + Encoding(text));
        var (document, depth) = (entry, isBase64 ? 1 : 0);

        foreach (var kind in nesting ?? [])
        {
            var (wrapping, openings) = Nestings[kind % Nestings.Length];
            (document, depth) = depth + openings <= Wrappings.MaxDepth ? (wrapping(document), depth + openings) : (document, depth);
        }

        Assert.Equal(RunOf(entry), RunOf(isBase64 ? Base64(document) : document));
    }

    [Fact]
    public void A_message_that_is_wrapped_without_end_is_refused() => Assert.Contains(
        "more than 16 times",
        Assert.Throws<MalformedEventException>(() => Read(Enumerable.Range(0, Wrappings.MaxDepth + 1).Aggregate(Entry("k"), (inside, _) => $"[{inside}]"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Of_two_wrappings_in_one_object_none_is_chosen() =>
        Assert.Throws<MalformedEventException>(() => Read($$"""{"specversion":"1.0","data":{{Entry("one")}},"Message":{{Entry("other")}}}"""));

    [Theory]
    [InlineData("""{"data":{"backfill":{"bucket":"b","key":"k"}}}""")]
    [InlineData("""[{"start":{"media":"0123456789abcdef0123456789abcdef","rule":"r","requestId":"1"}}]""")]
    public void A_request_of_an_operator_is_not_taken_out_of_a_wrapping(string document) =>
        Assert.Contains("An operator's request is wrapped.", Assert.Throws<MalformedEventException>(() => IngestDocument.Read(TestData.Bytes(document))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("oss:ObjectCreated:PutObject")]
    [InlineData("ObjectCreated:PutObject")]
    public void The_prefix_of_an_event_name_is_left_out(string name) => Assert.Equal(
        "ObjectCreated:PutObject",
        Assert.Single(Read(Event("k", 1).Replace("ObjectCreated:PutObject", name, StringComparison.Ordinal))).EventName);

    [Fact]
    public void Sizes_beyond_32_bits_fit() => Assert.Equal(5_000_000_000, Assert.Single(Read(Event("k", 5_000_000_000))).Size);

    [Fact]
    public void An_event_without_a_region_gets_the_functions_region() =>
        Assert.Equal("cn-shanghai", Assert.Single(Read(Event("k", 1))).Region);

    [Theory]
    [InlineData("a b")]
    [InlineData("a+b%20c%2F")]
    [InlineData("春节/🎬.mp4")]
    [InlineData("../x/./y//z")]
    public void Odd_keys_stay_as_they_are(string key) => Assert.Equal(key, Assert.Single(Read(Event(key, 1))).Key);

    [Fact]
    public void A_key_of_1023_bytes_stays_whole() => Assert.Equal(341, Assert.Single(Read(Event(new('春', 341), 1))).Key.Length);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"events\":null}")]
    [InlineData("{\"events\":[null]}")]
    [InlineData("{\"events\":[]}")]
    [InlineData("{\"events\":[{\"eventName\":\"e\",\"oss\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\",\"key\":\"l\"}}}]}")]
    [InlineData("{\"events\":[{\"eventName\":\"ObjectCreated:PutObject\"}]}")]
    [InlineData("{\"events\":[{\"eventName\":\"e\",\"oss\":{\"bucket\":{\"name\":\"\"},\"object\":{\"key\":\"k\"}}}]}")]
    [InlineData("{\"specversion\":\"1.0\"}")]
    [InlineData("{\"triggerName\":\"t\"}")]
    public void A_document_that_is_not_an_event_fails_with_a_code(string document)
    {
        var problem = Assert.Throws<MalformedEventException>(() => Read(document));

        Assert.StartsWith("EVENT-MALFORMED: ", problem.Message, StringComparison.Ordinal);
    }

    [Property]
    public void Any_document_is_read_or_refused_with_a_code(byte[]? document)
    {
        try
        {
            UploadEvents.Read(document ?? [], "cn-shanghai");
        }
        catch (MalformedEventException)
        {
            // The one failure allowed.
        }
    }

    [Property]
    public void Any_text_survives_as_a_key(string? text)
    {
        var key = "k" + Encoding(text);

        Assert.Equal(key, Assert.Single(Read(Event(key, 1))).Key);
    }

    // A lone surrogate is no UTF-8, so no event can hold one.
    private static string Encoding(string? text) => System.Text.Encoding.UTF8.GetString(TestData.Bytes(text ?? ""));

    private static RunId RunOf(string document) => RunId.Create(Assert.Single(Read(document)), "video");

    private static string Text(string json) => JsonSerializer.Serialize(json, TestJson.Default.String);

    private static string Base64(string json) => Convert.ToBase64String(TestData.Bytes(json));

    private static string Entry(string key) => $$$"""
        {"eventName":"ObjectCreated:PutObject","eventTime":"2026-11-24T00:14:59.000Z","region":"cn-beijing","responseElements":{"requestId":"666666666666666666666666"},
        "oss":{"bucket":{"name":"b"},"object":{"key":{{{Text(key)}}},"eTag":"AA","size":5} } }
        """;

    private static string Event(string key, long size) =>
        """{"events":[{"eventName":"ObjectCreated:PutObject","oss":{"bucket":{"name":"b"},"object":{"key":"""
        + $"{JsonSerializer.Serialize(key, TestJson.Default.String)},\"size\":{size}" + "}}}]}";

    private static IReadOnlyList<Upload> Read(string document) => UploadEvents.Read(TestData.Bytes(document), "cn-shanghai");
}
