using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Fc;

public sealed class FcServerTests : IAsyncLifetime
{
    private const string Api = "2023-03-30/functions/";
    private const string Invocations = Api + "ingest/invocations";
    private readonly CancellationTokenSource _stopping = new();
    private readonly Faults _faults = new();
    private FunctionSet _functions = null!;
    private LoopbackServer _server = null!;

    public async Task InitializeAsync()
    {
        _faults.Add(TestData.Fault("fc", "*", "fail") with { Times = int.MaxValue });
        var open = TestData.Function("open") with { Triggers = [new TriggerConfig.Http("t", ["POST"])] };
        var closed = TestData.Function("closed") with { Triggers = [new TriggerConfig.Http("t", ["POST"], DisableUrlInternet: true)] };
        var full = TestData.Function("full", new(3, TimeSpan.FromHours(1), OnFailure: "acs:fc:cn-shanghai:1:functions/other")) with
        {
            Runtime = "custom.debian12",
            Environment = new Dictionary<string, string> { ["A"] = "b" },
            Triggers =
            [
                new TriggerConfig.Oss("o", "media-in", ["oss:ObjectCreated:PutObject"], "uploads/", ""),
                new TriggerConfig.Http("h", ["POST"]),
                new TriggerConfig.Timer("t", "@every 5m", "", Enable: false),
                new TriggerConfig.Queue("q", "ice-callback-1"),
            ],
        };
        _functions = new([open, closed, full, TestData.Function("ingest", new(3, TimeSpan.FromHours(1)) { IsSet = false })], new("/no/binary/is/needed"), TestData.Clock(), _faults, _stopping.Token);
        _server = await LoopbackServer.StartAsync(app => app.MapFc(
            new(_functions, new(_functions, TestData.Clock(), TestData.NoData, _faults, _stopping.Token), TestData.Clock(), new(TestData.NoData)), _stopping.Token));
    }

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    [Theory]
    [InlineData("POST", "absent/x", 404, "FunctionNotFound")]
    [InlineData("POST", "ingest/x", 404, "FunctionNotFound")]
    [InlineData("GET", "open/x", 405, "MethodNotAllowed")]
    [InlineData("POST", "closed/x", 403, "AccessDenied")]
    [InlineData("POST", Api + "absent/invocations", 404, "FunctionNotFound")]
    [InlineData("GET", Api + "ingest/invocations", 405, "MethodNotAllowed")]
    [InlineData("POST", Api + "ingest", 404, "PathNotSupported")]
    public async Task A_request_that_is_unknown_or_not_allowed_never_reaches_a_function(string method, string path, int status, string code)
    {
        using var reply = await _server.Http.InvokeAsync(method, path, []);

        Assert.Equal((status, code), ((int)reply.StatusCode, await CodeAsync(reply)));
        Assert.Empty(_functions.Watch().Invocations);
    }

    [Theory]
    [InlineData(4097, 1, 1)]
    [InlineData(1, 8193, 1)]
    [InlineData(1, 1, (32 * 1024 * 1024) + 1)]
    public async Task A_request_over_a_limit_is_refused_before_the_function(int path, int header, int body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"open/{new string('p', path)}") { Content = new ByteArrayContent(new byte[body]) };
        request.Headers.Add("x-long", new string('v', header));

        // Or the client would still be sending when it is refused.
        request.Headers.ExpectContinue = true;

        using var reply = await _server.Http.SendAsync(request);

        Assert.Equal((400, "InvalidArgument"), ((int)reply.StatusCode, await CodeAsync(reply)));
        Assert.Empty(_functions.Watch().Invocations);
    }

    [Theory]
    [InlineData(128 * 1024, 202)]
    [InlineData((128 * 1024) + 1, 413)]
    public async Task An_asynchronous_event_holds_128_KB(int bytes, int status)
    {
        using var reply = await _server.Http.InvokeAsync("POST", Invocations, new byte[bytes], "Async");

        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Fact]
    public async Task A_failed_synchronous_invocation_is_a_200_with_the_error_header()
    {
        using var reply = await _server.Http.InvokeAsync("POST", Invocations, TestData.Bytes("{}"));

        Assert.Equal(200, (int)reply.StatusCode);
        Assert.Equal(["UnhandledInvocationError"], reply.Headers.GetValues("x-fc-error-type"));
        Assert.Matches("^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$", reply.Headers.GetValues("x-fc-request-id").Single());
    }

    [Theory]
    [InlineData("Sync", Invocations)]
    [InlineData("Async", Invocations)]
    [InlineData("Sync", Api + "absent/invocations")]
    [InlineData("Sync", Api + "ingest")]
    public async Task An_unsigned_invocation_is_refused_and_learns_nothing_of_the_functions(string type, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}") };
        request.Headers.Add("x-fc-invocation-type", type);

        using var reply = await _server.Http.SendAsync(request);

        Assert.Equal((400, "IncompleteSignature"), ((int)reply.StatusCode, await CodeAsync(reply)));
        Assert.Empty(_functions.Watch().Invocations);
    }

    [Fact]
    public async Task An_invocation_with_a_wrong_signature_is_refused_with_the_code_of_the_gateway()
    {
        var body = TestData.Bytes("{}");

        Assert.Equal("400 SignatureDoesNotMatch", await RefusedAsync(_server.Http.InvokeAsync("POST", Invocations, body, secret: "guessed")));
        Assert.Equal("400 SignatureDoesNotMatch", await RefusedAsync(_server.Http.InvokeAsync("POST", Invocations, body, signedBody: [])));
        Assert.Equal("400 SignatureDoesNotMatch", await RefusedAsync(_server.Http.InvokeAsync("POST", Invocations, body, signedTarget: Api + "open/invocations")));
        Assert.Equal("400 SignatureDoesNotMatch", await RefusedAsync(_server.Http.InvokeAsync("POST", Invocations + "?qualifier=a", body, signedTarget: Invocations + "?qualifier=b")));
        Assert.Equal("400 InvalidTimeStamp.Expired", await RefusedAsync(_server.Http.InvokeAsync("POST", Invocations, body, at: TestData.Now.AddMinutes(-16))));
        Assert.Empty(_functions.Watch().Invocations);
    }

    [Fact]
    public async Task A_signed_invocation_is_accepted_once()
    {
        using var first = await _server.Http.InvokeAsync("POST", Invocations + "?qualifier=LATEST", [], nonce: "once");

        Assert.Equal(200, (int)first.StatusCode);
        Assert.Equal("400 SignatureNonceUsed", await RefusedAsync(_server.Http.InvokeAsync("POST", Invocations + "?qualifier=LATEST", [], nonce: "once")));
    }

    [Fact]
    public async Task A_function_tells_what_it_was_deployed_with()
    {
        var function = await ReadAsync(Api + "full");
        var triggers = (JsonArray)(await ReadAsync(Api + "full/triggers"))["triggers"]!;
        var config = await ReadAsync(Api + "full/async-invoke-config");

        Assert.Equal(("full", "custom.debian12", 3, 512, "b"), ((string?)function["functionName"], (string?)function["runtime"], (int)function["timeout"]!, (int)function["memorySize"]!, (string?)function["environmentVariables"]!["A"]));
        Assert.Equal(["oss", "http", "timer", "eventbridge"], triggers.Select(trigger => (string?)trigger!["triggerType"]));
        Assert.Equal("acs:oss:cn-shanghai:1000000000000001:media-in", (string?)triggers[0]!["sourceArn"]);
        Assert.Equal("uploads/", (string?)JsonNode.Parse((string)triggers[0]!["triggerConfig"]!)!["filter"]!["key"]!["prefix"]);
        Assert.EndsWith("/full", (string)triggers[1]!["httpTrigger"]!["urlInternet"]!, StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse((string)triggers[2]!["triggerConfig"]!)!["enable"]!);
        Assert.Equal((3, 3600, "acs:fc:cn-shanghai:1:functions/other"), ((int)config["maxAsyncRetryAttempts"]!, (int)config["maxAsyncEventAgeInSeconds"]!, (string?)config["destinationConfig"]!["onFailure"]!["destination"]));
        Assert.Empty(_functions.Watch().Invocations);
    }

    [Theory]
    [InlineData(Api + "absent", 404, "FunctionNotFound")]
    [InlineData(Api + "absent/triggers", 404, "FunctionNotFound")]
    [InlineData(Api + "ingest/async-invoke-config", 404, "AsyncConfigNotExists")]
    [InlineData(Api + "ingest/other", 404, "PathNotSupported")]
    public async Task What_a_function_has_not_is_not_found(string path, int status, string code)
    {
        using var reply = await _server.Http.InvokeAsync("GET", path, []);

        Assert.Equal((status, code), ((int)reply.StatusCode, await CodeAsync(reply)));
    }

    [Fact]
    public async Task Who_does_not_sign_is_told_nothing_of_a_function()
    {
        using var reply = await _server.Http.GetAsync(Api + "full");

        Assert.Equal((400, "IncompleteSignature"), ((int)reply.StatusCode, await CodeAsync(reply)));
    }

    [Fact]
    public async Task An_HTTP_trigger_needs_no_signature()
    {
        using var reply = await _server.Http.PostAsync("open/x", new StringContent("{}"));

        Assert.Equal("http", Assert.Single(_functions.Watch().Invocations).Kind);
    }

    [Theory]
    [InlineData(128 * 1024, 202, 1)]
    [InlineData((128 * 1024) + 1, 400, 0)]
    public async Task A_client_may_make_a_call_of_an_HTTP_trigger_asynchronous(int bytes, int status, int invocations)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "open/x") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.Add("x-fc-invocation-type", "Async");

        using var reply = await _server.Http.SendAsync(request);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Equal(invocations, _functions.Watch().Invocations.Count(ended => ended.Kind == "http"));
    }

    [Fact]
    public async Task A_request_that_the_end_of_the_emulator_cuts_off_is_not_an_error_of_the_server()
    {
        _faults.Clear();
        await _stopping.CancelAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => _server.Http.InvokeAsync("POST", Invocations, TestData.Bytes("{}")));
    }

    private async Task<JsonObject> ReadAsync(string path)
    {
        using var reply = await _server.Http.InvokeAsync("GET", path, []);
        Assert.Equal(200, (int)reply.StatusCode);
        return (JsonObject)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
    }

    private static async Task<string> RefusedAsync(Task<HttpResponseMessage> call)
    {
        using var reply = await call;
        return $"{(int)reply.StatusCode} {await CodeAsync(reply)}";
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage reply) => (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["Code"];
}
