using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Control;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Control;

public sealed class ControlServerTests : IAsyncLifetime
{
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
    [InlineData("POST", "clock/advance", """{"seconds":-1}""", "ARGUMENT-INVALID", "seconds is -1.")]
    [InlineData("POST", "clock/advance", """{"seconds":1e300}""", "ARGUMENT-INVALID", "Use a number from 0 to")]
    [InlineData("POST", "clock/advance", """{"minutes":1}""", "BODY-INVALID", "Send an object such as {\"seconds\":60}")]
    [InlineData("POST", "clock/advance", "null", "BODY-INVALID", "The body is null.")]
    [InlineData("POST", "clock/advance", "{", "BODY-INVALID", "Send an object such as")]
    [InlineData("POST", "faults", """{"service":"ims","action":"*"}""", "BODY-INVALID", "kind")]
    [InlineData("POST", "faults", """{"service":"ims","action":"*","kind":"fail","often":2}""", "BODY-INVALID", "often")]
    [InlineData("POST", "faults", """{"service":"ims","action":"*","kind":"explode"}""", "FAULT-INVALID", "Use one of: fail, drop-request, drop-reply, delay.")]
    [InlineData("POST", "faults", """{"service":"ims","action":"*","kind":"fail","times":0}""", "FAULT-INVALID", "times is 0.")]
    [InlineData("GET", "runs/wait?status=Done", null, "ARGUMENT-INVALID", "Use one of: Init, Processing, Succeed, Failed, Canceled.")]
    [InlineData("GET", "runs/wait?timeoutSeconds=soon", null, "ARGUMENT-INVALID", "timeoutSeconds is 'soon'.")]
    [InlineData("GET", "runs/wait?count=0", null, "ARGUMENT-INVALID", "count is 0.")]
    [InlineData("GET", "faults/wait?kind=explode", null, "ARGUMENT-INVALID", "Use one of: fail, drop-request, drop-reply, delay, duplicate, lose.")]
    [InlineData("GET", "invocations/wait?count=0", null, "ARGUMENT-INVALID", "count is 0.")]
    public async Task Bad_input_is_refused_with_a_code_and_what_to_do(string method, string path, string? body, string code, string sentence)
    {
        using var reply = await SendAsync(method, path, body);
        var error = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;

        Assert.Equal((400, code), ((int)reply.StatusCode, (string?)error["code"]));
        Assert.Contains(sentence, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(_faults.Pending);
        Assert.Equal(TestData.Now, _clock.GetUtcNow());
    }

    [Theory]
    [InlineData("functions/absent/log", "FUNCTION-UNKNOWN")]
    [InlineData("elsewhere", "NOT-FOUND")]
    public async Task An_unknown_route_or_function_is_refused(string path, string code)
    {
        using var reply = await SendAsync("GET", path);

        Assert.Equal(404, (int)reply.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["code"]);
    }

    [Fact]
    public async Task A_fault_can_be_added_listed_and_cleared()
    {
        const string Fault = """{"service":"ims","action":"StartWorkflow","kind":"fail","code":"Throttling.User","retryAfterMilliseconds":500}""";

        using var added = await SendAsync("POST", "faults", Fault);
        Assert.Equal(500, Assert.Single(_faults.Pending).RetryAfterMilliseconds);

        using var seen = await SendAsync("GET", "faults");
        Assert.Contains("Throttling.User", await seen.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var cleared = await SendAsync("DELETE", "faults");
        Assert.Empty(_faults.Pending);
    }

    [Fact]
    public async Task A_wait_for_a_fault_ends_at_its_last_occurrence_while_other_faults_are_pending()
    {
        _faults.Add(TestData.Fault("ims", "*", "fail"));
        _faults.Add(TestData.Fault("ims", "*", "drop-reply") with { Times = 2 });
        _faults.Take("ims", "StartWorkflow", "drop-reply");
        var waiting = SendAsync("GET", "faults/wait?kind=drop-reply");
        using var tooEarly = await SendAsync("GET", "faults/wait?kind=drop-reply&timeoutSeconds=0");

        _faults.Take("ims", "StartWorkflow", "drop-reply");

        using var reply = await waiting;
        Assert.Equal((408, 200), ((int)tooEarly.StatusCode, (int)reply.StatusCode));
    }

    [Fact]
    public async Task The_clock_can_be_advanced_and_read()
    {
        using var moved = await SendAsync("POST", "clock/advance", """{"seconds":90}""");

        Assert.Equal(TestData.Now.AddSeconds(90), JsonNode.Parse(await moved.Content.ReadAsStringAsync())!["now"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_wait_that_times_out_is_answered_with_408()
    {
        using var reply = await SendAsync("GET", "runs/wait?timeoutSeconds=0");

        Assert.Equal(408, (int)reply.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null) =>
        await _server.Http.SendAsync(new(new(method), $"_emulator/{path}") { Content = body is null ? null : new StringContent(body, null, "application/json") });
}
