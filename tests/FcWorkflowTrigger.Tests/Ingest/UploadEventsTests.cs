using System.Text.Json;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Uploads;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Ingest;

public sealed class UploadEventsTests
{
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

    private static string Event(string key, long size) =>
        """{"events":[{"eventName":"ObjectCreated:PutObject","oss":{"bucket":{"name":"b"},"object":{"key":"""
        + $"{JsonSerializer.Serialize(key, TestJson.Default.String)},\"size\":{size}" + "}}}]}";

    private static IReadOnlyList<Upload> Read(string document) => UploadEvents.Read(TestData.Bytes(document), "cn-shanghai");
}
