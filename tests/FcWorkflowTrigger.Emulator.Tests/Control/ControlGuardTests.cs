using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Control;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Control;

/// <summary>What a web page in a developer's browser can send to the control port.</summary>
public sealed class ControlGuardTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string AFault = """{"service":"ims","action":"*","kind":"fail"}""";

    private readonly EmulatorClock _clock = TestData.Clock();
    private readonly Faults _faults = new();
    private LoopbackServer _server = null!;

    public async Task InitializeAsync()
    {
        var functions = new FunctionSet([TestData.Function()], new("/no/binary/is/needed"), _clock, _faults, default);
        _server = await LoopbackServer.StartAsync(app => app.MapControl(new(new ImsState(TestData.NoData), functions, _clock, _faults)));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("rebound.example:PORT")]
    [InlineData("rebound.example")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost.rebound.example:PORT")]
    [InlineData("127.0.0.1.:PORT")]
    [InlineData("user@127.0.0.1:PORT")]
    public async Task A_Host_that_is_not_this_port_is_refused_also_for_reads(string host)
    {
        foreach (var (method, path) in new[] { ("GET", "runs"), ("POST", "faults"), ("DELETE", "faults") })
        {
            var reply = await RawAsync($"{method} /_emulator/{path} HTTP/1.1", $"Host: {host.Replace("PORT", Port, StringComparison.Ordinal)}");

            // A Host that is no host name at all is refused by the web server itself.
            Assert.True(
                reply.StartsWith("HTTP/1.1 421 ", StringComparison.Ordinal) && reply.Contains("HOST-REFUSED", StringComparison.Ordinal)
                || (host.Contains('@') && reply.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal)),
                reply);
        }
    }

    [Fact]
    public async Task A_request_without_a_Host_is_refused() =>
        Assert.Contains("HOST-REFUSED", await RawAsync("GET /_emulator/runs HTTP/1.0"), StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]")]
    public async Task Each_name_of_this_port_is_accepted(string name) =>
        Assert.StartsWith("HTTP/1.1 200 ", await RawAsync("GET /_emulator/runs HTTP/1.1", $"Host: {name}:{Port}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("POST", "faults", "Origin", "https://a-web-page.example")]
    [InlineData("POST", "faults", "Origin", "null")]
    [InlineData("POST", "faults", "Origin", "http://127.0.0.1:1")]
    [InlineData("POST", "faults", "Origin", "https://127.0.0.1:PORT")]
    [InlineData("POST", "faults", "Origin", "http://127.0.0.1:PORT.rebound.example")]
    [InlineData("POST", "faults", "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "faults", "Sec-Fetch-Site", "same-site")]
    [InlineData("POST", "clock/advance", "Origin", "https://a-web-page.example")]
    [InlineData("POST", "functions/ingest/kill", "Origin", "https://a-web-page.example")]
    [InlineData("DELETE", "faults", "Sec-Fetch-Site", "cross-site")]
    [InlineData("OPTIONS", "faults", "Origin", "https://a-web-page.example")]
    [InlineData("OPTIONS", "functions/ingest/kill", "Origin", "http://127.0.0.1:1")]
    public async Task A_change_that_another_web_page_asks_for_is_refused(string method, string path, string header, string value)
    {
        _faults.Add(TestData.Fault("oss", "*", "fail"));
        var body = path == "clock/advance" ? """{"seconds":60}""" : AFault;

        using var reply = await SendAsync(method, path, body, Json, (header, value.Replace("PORT", Port, StringComparison.Ordinal)));

        Assert.Equal((403, "ORIGIN-REFUSED"), ((int)reply.StatusCode, await CodeAsync(reply)));
        Assert.Single(_faults.Pending);
        Assert.Equal(TestData.Now, _clock.GetUtcNow());
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT", "same-origin")]
    [InlineData("http://localhost:PORT", "same-origin")]
    [InlineData("http://[::1]:PORT", "none")]
    public async Task A_page_of_this_port_may_change_things(string origin, string site)
    {
        using var reply = await SendAsync(
            "POST", "faults", AFault, Json, ("Origin", origin.Replace("PORT", Port, StringComparison.Ordinal)), ("Sec-Fetch-Site", site));

        Assert.Equal(204, (int)reply.StatusCode);
        Assert.Single(_faults.Pending);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("text/plain; application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonp")]
    [InlineData(null)]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused_with_what_to_send(string? type)
    {
        foreach (var path in new[] { "faults", "functions/ingest/kill" })
        {
            using var reply = await SendAsync("POST", path, AFault, type);
            var error = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;

            Assert.Equal((415, "BODY-NOT-JSON"), ((int)reply.StatusCode, (string?)error["code"]));
            Assert.Contains("-H 'Content-Type: application/json'", (string?)error["message"], StringComparison.Ordinal);
        }

        Assert.Empty(_faults.Pending);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=utf-8")]
    public async Task A_body_that_is_declared_as_JSON_is_read(string type)
    {
        using var reply = await SendAsync("POST", "faults", AFault, type);

        Assert.Equal(204, (int)reply.StatusCode);
    }

    [Fact]
    public async Task A_change_without_a_body_needs_no_type()
    {
        using var killed = await SendAsync("POST", "functions/ingest/kill");
        using var cleared = await SendAsync("DELETE", "faults");

        Assert.Equal((204, 204), ((int)killed.StatusCode, (int)cleared.StatusCode));
    }

    [Theory]
    [InlineData("GET", "runs")]
    [InlineData("POST", "faults")]
    [InlineData("OPTIONS", "faults")]
    public async Task No_other_web_page_is_ever_allowed_to_read_an_answer(string method, string path)
    {
        using var reply = await SendAsync(
            method, path, method == "POST" ? AFault : null, Json, ("Origin", "https://a-web-page.example"), ("Access-Control-Request-Method", "POST"));

        Assert.DoesNotContain(reply.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    private string Port => $"{_server.Http.BaseAddress!.Port}";

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, string? type = Json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), $"_emulator/{path}");

        if (body is not null)
        {
            request.Content = new ByteArrayContent(TestData.Bytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type ?? "");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _server.Http.SendAsync(request);
    }

    // As a client that sets any Host: HttpClient does not send some of these.
    private async Task<string> RawAsync(params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [.. lines, "Connection: close", "", ""])));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage reply) => (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["code"];
}
