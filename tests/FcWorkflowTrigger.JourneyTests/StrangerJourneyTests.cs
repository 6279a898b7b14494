using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What a stranger can do with each route and header that <c>docs/security.md</c> lists.</summary>
public sealed partial class StrangerJourneyTests
{
    private const string Run = "0123456789abcdef0123456789abcdef01234567";
    private const string Mark = "stranger";
    private const string Upload = "uploads/after-the-stranger.mp4";
    private static readonly string[] Quick = ["--preparing", "0.1", "--processing", "0.3"];

    // The path, and the answer to it, which nothing else in the request changes. IMS_CALLBACK_KEYS is set, so /events is served.
    private static readonly (string Path, HttpStatusCode Status, string Code)[] Routes =
    [
        ($"/callbacks/{Run}?g=1&s=AAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.Forbidden, "FORGED"),
        ($"/callbacks/{Run}", HttpStatusCode.Forbidden, "FORGED"),
        ("/callbacks/" + Mark, HttpStatusCode.Forbidden, "FORGED"),
        ("/events", HttpStatusCode.Forbidden, "SIGNATURE-MISSING"),
        ("/invoke", HttpStatusCode.NotFound, "NOT-FOUND"),
        ("/initialize", HttpStatusCode.NotFound, "NOT-FOUND"),
        ("/http-invoke", HttpStatusCode.NotFound, "NOT-FOUND"),
        ("/pre-stop", HttpStatusCode.NotFound, "NOT-FOUND"),
        ($"/[ERROR]%20Run%20{Mark}%20is%20parked", HttpStatusCode.NotFound, "NOT-FOUND"),
        ("/", HttpStatusCode.NotFound, "NOT-FOUND"),
    ];

    private static readonly string[][] Headers =
    [
        [],
        ["x-fc-control-path: /invoke"],
        ["X-FC-CONTROL-PATH: /initialize"],
        ["x-fc-control-path: ", "x-fc-control-path: /invoke"],
        [$"x-fc-access-key-id: {Mark}", $"x-fc-access-key-secret: {Mark}", $"x-fc-security-token: {Mark}"],
        [$"x-fc-access-key-id: {Mark}"],
        [$"x-fc-request-id: 1 [ERROR] Run {Mark} is parked"],
        [$"x-fc-request-id: {Mark}"],
        ["x-fc-function-timeout: 0"],
        ["x-fc-function-timeout: 99999999999999999999"],
        ["x-fc-retry-count: 9", $"x-fc-function-name: {Mark}", $"x-fc-account-id: {Mark}", $"x-fc-client-ip: {Mark}"],
        ["x-fc-status: 200", "X-Fc-Log-Type: Tail"],
        [$"x-forwarded-for: {Mark}", $"x-http-method-override: {Mark}"],
    ];

    [Theory]
    [InlineData("environment")]
    [InlineData("headers")]
    public async Task Through_the_HTTP_trigger_no_route_and_no_header_has_an_effect(string keys)
    {
        // With a queue, so that an event which came through would be read.
        await using var cloud = await LocalCloud.StartAsync(
            new Dictionary<string, string> { ["CALLBACK_QUEUE"] = "ice-callback-runs", ["IMS_CALLBACK_KEYS"] = "0123456789abcdef0123456789abcdef", ["IMS_CALLBACK_SIGNATURE"] = "required", ["LOG_FRAMES"] = "on" },
            [.. Quick, "--credentials", keys]);
        var ids = new List<string>();

        foreach (var (path, status, code) in Routes)
        {
            foreach (var headers in Headers)
            {
                using var reply = await PostAsync(cloud, path, headers);

                Assert.Equal((path, status), (path, reply.StatusCode));
                Assert.Contains($"\"code\":\"{code}\"", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                ids.Add(Assert.Single(reply.Headers.GetValues("X-Fc-Request-Id")));
                Assert.DoesNotContain(reply.Headers, header => header.Key.Equals("x-fc-status", StringComparison.OrdinalIgnoreCase));
            }
        }

        await LeavesNothingAsync(cloud);
        var log = await cloud.LogAsync("callback");
        Assert.All(log, line => Assert.Matches(KnownLine(), line));
        Assert.Equal(ids, log.Select(line => StartLine().Match(line)).Where(found => found.Success).Select(found => found.Groups[1].Value));
    }

    [Fact]
    public async Task A_call_that_a_stranger_makes_asynchronous_gets_202_and_is_judged_the_same()
    {
        await using var cloud = await LocalCloud.StartAsync(Quick);

        using var reply = await PostAsync(cloud, $"/callbacks/{Run}?g=1&s=AAAAAAAAAAAAAAAAAAAAAA", ["X-Fc-Invocation-Type: Async", "x-fc-control-path: /invoke"]);

        Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
        Assert.Empty(await reply.Content.ReadAsStringAsync());
        await cloud.SaidAsync("callback", $"Callback at /callbacks/{Run}: Forged.");
        await LeavesNothingAsync(cloud);
    }

    [LinuxTheory]
    [InlineData("callback")]
    [InlineData("ingest")]
    [InlineData("reconcile")]
    public async Task Over_the_wire_to_a_process_no_spoofed_header_has_an_effect(string role)
    {
        await using var cloud = await LocalCloud.StartAsync(Quick);
        await WakeAsync(cloud, role);
        var process = Assert.Single(await cloud.ProcessesAsync(role));
        var port = await PortAsync(process);
        var isCallback = role == "callback";

        // Without the header, and with a value that Function Compute does not send, no path is served.
        foreach (var (path, _, _) in Routes)
        {
            await AnswersAsync(port, $"POST {path}", 404, "NOT-FOUND");
            await AnswersAsync(port, $"POST {path}", 404, "NOT-FOUND", $"x-fc-control-path: {Mark}");
            await AnswersAsync(port, $"POST {path}", 404, "NOT-FOUND", "x-fc-control-path: /INVOKE");
            await AnswersAsync(port, $"GET {path}", 200, "ok");
            await AnswersAsync(port, $"POST {path}", 200, "", "x-fc-control-path: /initialize");
        }

        // The other kind of function does not answer.
        await AnswersAsync(port, "POST /invoke", 404, "NOT-FOUND", isCallback ? "x-fc-control-path: /invoke" : "x-fc-control-path: /http-invoke");

        // What would break out of a header, or out of a line of the log, is refused by the server or is not taken over.
        await AnswersAsync(port, "POST /", 400, "", "x-fc-request-id: 1\n[ERROR] Run stranger is parked");
        await AnswersAsync(port, "POST /", 400, "", "x-fc-request-id: 1\0stranger");

        // The event or the call that the function does answer, with everything else spoofed.
        string[] spoofed =
        [
            isCallback ? "x-fc-control-path: /http-invoke" : "x-fc-control-path: /invoke",
            $"x-fc-access-key-id: {Mark}", $"x-fc-access-key-secret: {Mark}", $"x-fc-security-token: {Mark}",
            $"x-fc-request-id: 1 [ERROR] Run {Mark} is parked", $"x-fc-function-name: {Mark}",
        ];

        if (isCallback)
        {
            foreach (var (path, status, code) in Routes.Where(route => route.Path != "/events"))
            {
                await AnswersAsync(port, $"POST {path}", (int)status, code, spoofed);
            }
        }
        else
        {
            // {} asks reconcile to sweep; ingest cannot read it.
            await AnswersAsync(port, "POST /", role == "reconcile" ? 200 : 404, role == "reconcile" ? "" : "errorMessage", spoofed);
        }

        Assert.Equal([process], await cloud.ProcessesAsync(role));
        Assert.DoesNotContain(await cloud.LogAsync(role), line => line.Contains(Mark, StringComparison.Ordinal));
        await LeavesNothingAsync(cloud);
        Assert.Equal([process], await cloud.ProcessesAsync(role));
    }

    private static async Task<HttpResponseMessage> PostAsync(LocalCloud cloud, string path, string[] headers)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(cloud.CallbackUrl(path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = new StringContent("{}"),
        };

        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            Assert.True(request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim()));
        }

        return await cloud.Http.SendAsync(request);
    }

    // Nothing is in the ledger, no task runs, and the functions still have the right keys: an upload ends as it should.
    private static async Task LeavesNothingAsync(LocalCloud cloud)
    {
        Assert.Empty(await cloud.RunsAsync());
        // A sweep leaves what it came to.
        Assert.DoesNotContain(
            await cloud.LedgerAsync(""),
            key => !(key.StartsWith("u/", StringComparison.Ordinal) || key is "s/last.json") || key.Contains(Mark, StringComparison.Ordinal));
        Assert.DoesNotContain(await cloud.LogAsync("callback"), line => line.Contains(Mark, StringComparison.Ordinal) || line.Contains("[ERROR]", StringComparison.Ordinal));

        await cloud.PutAsync(Upload);
        await cloud.UntilAsync(Upload, "Succeed");
        await cloud.QuietAsync();
        Assert.Single(await cloud.RunsAsync());
    }

    // A process starts with its first request.
    private static async Task WakeAsync(LocalCloud cloud, string role)
    {
        using var reply = role == "callback"
            ? await PostAsync(cloud, "/", [])
            : await cloud.InvokeAsync(role, role == "ingest" ? "{}" : """{"mode":"reconcile"}""");
        Assert.NotEqual(HttpStatusCode.BadGateway, reply.StatusCode);
    }

    private static async Task<int> PortAsync(int process)
    {
        const string Variable = "FC_CUSTOM_LISTEN_PORT=";
        var environment = (await File.ReadAllTextAsync($"/proc/{process}/environ")).Split('\0');
        return int.Parse(environment.Single(pair => pair.StartsWith(Variable, StringComparison.Ordinal))[Variable.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task AnswersAsync(int port, string line, int status, string text, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(
            $"{line} HTTP/1.1\r\nHost: 21.0.1.1\r\nConnection: close\r\nContent-Length: 2\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n{{}}"));
        using var reader = new StreamReader(client.GetStream());
        var reply = await reader.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", reply, StringComparison.Ordinal);
        Assert.Contains(text, reply, StringComparison.Ordinal);
    }

    [GeneratedRegex("FC Invoke Start RequestId: (.*)$")]
    private static partial Regex StartLine();

    [GeneratedRegex($$"""
        \ -\ \[INFO\]\ FcWorkflowTrigger\ [0-9.]+\ serves\ as\ callback\.\ \{"event":"instance\.started".*\}$
        | FC\ Invoke\ (Start|End)\ RequestId:\ 1-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$
        | \ \[INFO\]\ .*Callback\ at\ (/events|/callbacks/(…|{{Run}})|another\ path):\ (Forged|NotServed|Unsigned)\.\ \{"event":"callback\.received".*\}$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex KnownLine();
}
