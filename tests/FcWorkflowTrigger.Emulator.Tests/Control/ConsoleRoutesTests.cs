using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.ConsolePage;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.Emulator.Control;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;
using FcWorkflowTrigger.Emulator.Oss;
using FcWorkflowTrigger.Emulator.Shared;
using FcWorkflowTrigger.Emulator.Tests.Ims;
using Microsoft.Extensions.Logging.Abstractions;

namespace FcWorkflowTrigger.Emulator.Tests.Control;

/// <summary>What the console page asks of the local cloud.</summary>
public sealed class ConsoleRoutesTests : IAsyncLifetime
{
    private const string Address = "http://127.0.0.1/callbacks/run?g=1&s=secret";

    private readonly EmulatorClock _clock = TestData.Clock();
    private readonly Faults _faults = new();
    private readonly OssStore _oss = TestData.Oss();
    private readonly ImsState _ims = new(TestData.NoData);
    private readonly EventLog _events = new();
    private readonly CallbackLog _callbacks = new();
    private readonly CallbackReceiver _receiver = new();
    private readonly CancellationTokenSource _stopping = new();
    private ConsoleServer _page = null!;
    private FunctionSet _functions = null!;
    private LoopbackServer _server = null!;

    public async Task InitializeAsync()
    {
        _functions = new([TestData.Function()], new("/no/binary/is/needed"), _clock, _faults, _stopping.Token);
        var queue = new AsyncQueue(_functions, _clock, TestData.NoData, _faults, _stopping.Token);
        var sender = new CallbackSender(_clock, new(_receiver), (_, _, _) => Task.FromResult(false), new(), NullLogger<CallbackSender>.Instance);
        var feed = new EventFeed();
        _page = Consoles.CreateLocal(1, null, new LocalRuns(_events, _functions, null), feed, "s.yaml", _ => null);
        queue.Accepted += _events.Add;
        sender.Sent += _callbacks.Add;
        var parts = new ConsoleParts(_page, feed, _oss, queue, sender, _events, _callbacks, new(_clock));
        _server = await LoopbackServer.StartAsync(app => app.MapControl(new(_ims, _functions, _clock, _faults, parts)));
        _callbacks.Add(new(new("WorkflowTaskComplete", "uploads/a.mp4", new(Address), """{"TaskId":"1"}"""), new(TestData.Now, "http://127.0.0.1/callbacks/run", 200, 1)));
    }

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _page.Dispose();
        _receiver.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_file_is_uploaded_as_OSS_would_take_it_and_is_then_listed_and_shown()
    {
        var created = new List<ObjectCreated>();
        _oss.Created += created.Add;

        Assert.Equal(204, await PutAsync("media-in", "uploads/<b>.mp4", "film", "video/mp4"));

        Assert.Equal(("uploads/<b>.mp4", "ObjectCreated:PutObject", "video/mp4"), (created.Single().Key, created[0].EventName, created[0].MimeType));
        Assert.Equal(["uploads/<b>.mp4"], Keys(await GetAsync("buckets/media-in/objects?prefix=uploads/")));
        Assert.Equal("film", (string?)(await GetAsync("buckets/media-in/object?key=uploads/%3Cb%3E.mp4"))["text"]);
        Assert.Equal([("ledger", 0), ("media-in", 1)], (await GetAsync("buckets")).AsArray().Select(bucket => ((string)bucket!["name"]!, (int)bucket["objects"]!)));
    }

    [Fact]
    public async Task A_list_of_objects_has_pages()
    {
        foreach (var key in new[] { "a", "b", "c" })
        {
            _oss.Put("media-in", key, [], "text/plain");
        }

        var first = await GetAsync("buckets/media-in/objects?limit=2");
        var second = await GetAsync($"buckets/media-in/objects?limit=2&after={first["next"]}");

        Assert.Equal(["a", "b"], Keys(first));
        Assert.Equal("b", (string?)first["next"]);
        Assert.Equal(["c"], Keys(second));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task What_is_no_text_is_not_shown_as_text()
    {
        _oss.Put("media-in", "a", [0xff, 0xfe, 0x00], "video/mp4");

        Assert.Null((await GetAsync("buckets/media-in/object?key=a"))["text"]);
    }

    [Fact]
    public async Task Another_web_page_cannot_upload()
    {
        Assert.Equal(403, await PutAsync("media-in", "uploads/a.mp4", "film", "video/mp4", ("Origin", "https://a-web-page.example")));
        Assert.Empty(_oss.List("media-in", ""));
    }

    [Theory]
    [InlineData("GET", "buckets/absent/objects", 404, "NoSuchBucket")]
    [InlineData("GET", "buckets/media-in/object?key=absent", 404, "NoSuchKey")]
    [InlineData("GET", "buckets/media-in/object", 400, "ARGUMENT-INVALID")]
    [InlineData("GET", "buckets/media-in/objects?limit=0", 400, "ARGUMENT-INVALID")]
    [InlineData("POST", "callbacks/99/replay", 404, "CALLBACK-UNKNOWN")]
    [InlineData("DELETE", "faults/99", 404, "FAULT-UNKNOWN")]
    [InlineData("GET", "absent", 404, "NOT-FOUND")]
    public async Task A_wrong_request_is_refused_with_a_code(string method, string path, int status, string code)
    {
        using var reply = await SendAsync(method, path, method == "POST" ? "{}" : null);

        Assert.Equal((status, code), ((int)reply.StatusCode, (string?)(await JsonAsync(reply))["code"]));
    }

    [Fact]
    public async Task An_event_is_sent_to_a_function_and_kept_so_that_it_can_be_sent_again()
    {
        using var reply = await SendAsync("POST", "events", """{"function":"ingest","body":"{\"events\":[]}"}""");
        using var unknown = await SendAsync("POST", "events", """{"function":"absent","body":""}""");

        Assert.Equal((202, 404), ((int)reply.StatusCode, (int)unknown.StatusCode));
        var kept = Assert.Single((await GetAsync("events")).AsArray())!;
        Assert.Equal(("ingest", """{"events":[]}"""), ((string?)kept["function"], (string?)kept["body"]));
    }

    [Theory]
    [InlineData("{}", "1")]
    [InlineData("""{"body":"{\"TaskId\":\"2\"}"}""", "2")]
    public async Task A_callback_is_sent_again_as_it_was_or_edited(string input, string task)
    {
        var shown = Assert.Single((await GetAsync("callbacks")).AsArray())!;
        Assert.DoesNotContain("secret", shown.ToJsonString(), StringComparison.Ordinal);

        using var reply = await SendAsync("POST", $"callbacks/{shown["id"]}/replay", input);

        Assert.Equal(200, (int?)(await JsonAsync(reply))["status"]);
        var received = await _receiver.NextAsync();
        Assert.Equal((Address, task), (received.Url, (string?)received.Body["TaskId"]));
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("410", 410)]
    [InlineData("500", 500)]
    public async Task The_inbox_keeps_what_comes_and_answers_as_it_was_told(string answer, int status)
    {
        using var told = await SendAsync("PUT", "inbox", $$"""{"answer":"{{answer}}"}""");
        using var delivered = await SendAsync("POST", "inbox", """{"type":"t"}""", ("webhook-id", "run-3"));

        Assert.Equal(status, (int)delivered.StatusCode);
        var kept = Assert.Single((await GetAsync("inbox"))["deliveries"]!.AsArray())!;
        Assert.Equal(("run-3", """{"type":"t"}""", answer), ((string?)kept["id"], (string?)kept["body"], (string?)kept["answer"]));
    }

    [Fact]
    public async Task The_inbox_can_leave_a_sender_without_an_answer()
    {
        using var told = await SendAsync("PUT", "inbox", """{"answer":"none"}""");
        using var patience = new CancellationTokenSource();
        var waiting = _server.Http.PostAsync("_emulator/inbox", new StringContent("{}", Encoding.UTF8, "application/json"), patience.Token);

        while ((await GetAsync("inbox"))["deliveries"]!.AsArray().Count == 0)
        {
            await Task.Yield();
        }

        Assert.False(waiting.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task The_clock_goes_to_what_is_due_next()
    {
        using var refused = await SendAsync("POST", "clock/advance", """{"toNext":true}""");
        Assert.Equal("NOTHING-DUE", (string?)(await JsonAsync(refused))["code"]);

        var waiting = _clock.WaitUntilAsync(TestData.Now.AddMinutes(5), _stopping.Token, "the sweep");
        Assert.Equal("the sweep", (string?)(await GetAsync("clock"))["due"]![0]!["what"]);
        using var reply = await SendAsync("POST", "clock/advance", """{"toNext":true}""");

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(TestData.Now.AddMinutes(5), _clock.GetUtcNow());
        Assert.Empty((await GetAsync("clock"))["due"]!.AsArray());
    }

    [Fact]
    public async Task One_fault_is_removed_and_the_others_stay()
    {
        var first = _faults.Add(TestData.Fault("ims", "*", "fail"));
        var second = _faults.Add(TestData.Fault("oss", "*", "fail"));

        using var reply = await SendAsync("DELETE", $"faults/{first.Id}");

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(second, Assert.Single(_faults.Pending));
    }

    [Fact]
    public async Task A_reset_leaves_the_buckets_and_nothing_in_them()
    {
        _oss.Put("media-in", "uploads/a.mp4", [1], "video/mp4");
        _faults.Add(TestData.Fault("ims", "*", "fail"));
        _ims.Add(new("t", "w", "media-in", "uploads/a.mp4", null, "{}", "{}", "Succeed", TestData.Now, TestData.Now, TestData.Now));

        using var reply = await SendAsync("POST", "reset");

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(["ledger", "media-in"], _oss.Buckets().Select(bucket => bucket.Name));
        Assert.Equal((0, 0, 0, 0), (_oss.List("media-in", "").Count, _faults.Pending.Count, _ims.Tasks.Count, _callbacks.Callbacks.Count));
    }

    [Fact]
    public async Task The_page_is_served_at_the_root_and_loads_nothing_else()
    {
        using var reply = await _server.Http.GetAsync("/");

        Assert.Equal("text/html; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("default-src 'self';", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private async Task<JsonNode> GetAsync(string path) => await JsonAsync(await SendAsync("GET", path));

    private async Task<int> PutAsync(string bucket, string key, string body, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"_emulator/buckets/{bucket}/object?key={Uri.EscapeDataString(key)}") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new(type);
        Array.ForEach(headers, header => request.Headers.Add(header.Name, header.Value));
        using var reply = await _server.Http.SendAsync(request);
        return (int)reply.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), $"_emulator/{path}") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        Array.ForEach(headers, header => request.Headers.Add(header.Name, header.Value));
        return await _server.Http.SendAsync(request);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage reply) => JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;

    private static string[] Keys(JsonNode page) => [.. page["objects"]!.AsArray().Select(stored => (string)stored!["key"]!)];
}
