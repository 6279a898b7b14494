using System.Globalization;
using System.Text;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Hosting;

/// <summary>Which handler answers which request of Function Compute, what it is told, and how long it may work before its answer must be out.</summary>
public sealed class InvocationEndpointTests : IDisposable
{
    private const string NotAnswered = """{"code":"NOT-FOUND","message":"This function (ingest) does not answer that."}""";

    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly Shutdown _shutdown = new();

    [Theory]
    [InlineData("120", 118)]
    [InlineData("5", 3)]
    [InlineData("4", 4)]
    [InlineData("1", 1)]
    [InlineData("", 118)]
    public async Task Work_is_cancelled_two_seconds_before_the_functions_time_is_over_unless_that_time_is_very_short(string timeout, int seconds)
    {
        var (before, after) = (true, false);

        await InvokeAsync(timeout, (_, token) =>
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            before = token.IsCancellationRequested;
            _time.Advance(TimeSpan.FromTicks(1));
            after = token.IsCancellationRequested;
        });

        Assert.Equal((false, true), (before, after));
    }

    [Theory]
    [InlineData("600", 600)]
    [InlineData("5", 5)]
    [InlineData("", 120)]
    public async Task The_function_is_told_its_whole_time_so_that_its_runs_are_left_alone_for_so_long(string timeout, int seconds)
    {
        var told = TimeSpan.Zero;

        await InvokeAsync(timeout, (invocation, _) => told = invocation.TimeLimit);

        Assert.Equal(TimeSpan.FromSeconds(seconds), told);
    }

    [Fact]
    public async Task Work_is_cancelled_when_function_compute_leaves_the_request()
    {
        using var gone = new CancellationTokenSource();
        var isCancelled = false;

        await InvokeAsync(
            "120",
            (_, token) =>
            {
                gone.Cancel();
                isCancelled = token.IsCancellationRequested;
            },
            gone.Token);

        Assert.True(isCancelled);
    }

    [Theory]
    [InlineData("/invoke", "POST", "event", 200, "")]
    [InlineData("/http-invoke", "POST", "http", 200, "")]
    [InlineData("/initialize", "POST", "", 200, "")]
    [InlineData("", "GET", "", 200, "ok\n")]
    [InlineData("", "POST", "", 404, NotAnswered)]
    [InlineData("/pre-stop", "GET", "", 404, NotAnswered)]
    public async Task A_request_is_answered_by_the_handler_that_its_control_path_names(string path, string method, string handler, int status, string body)
    {
        var called = "";
        var http = Request(path, method);

        await HandleAsync(http, new(
            (_, _, _) =>
            {
                called = "event";
                return Task.FromResult<ReadOnlyMemory<byte>>(default);
            },
            (_, _, _) =>
            {
                called = "http";
                return Task.CompletedTask;
            }));

        Assert.Equal((handler, status, body), (called, http.Response.StatusCode, Body(http)));
        Assert.Equal(status == 404 ? "404" : handler == "event" ? "200" : "", http.Response.Headers[FcHeaders.Status].ToString());
    }

    [Theory]
    [InlineData("/invoke")]
    [InlineData("/http-invoke")]
    public async Task A_function_that_has_no_such_handler_refuses_so_that_the_event_is_kept(string path)
    {
        var http = Request(path);

        await HandleAsync(http, new());

        Assert.Equal((404, "404", NotAnswered), (http.Response.StatusCode, http.Response.Headers[FcHeaders.Status].ToString(), Body(http)));
    }

    [Fact]
    public async Task A_reply_to_an_event_is_sent_as_JSON()
    {
        var http = Request("/invoke");

        await HandleAsync(http, new((_, _, _) => Task.FromResult<ReadOnlyMemory<byte>>("{\"a\":1}"u8.ToArray())));

        Assert.Equal(
            (200, "200", "application/json", 7L, "{\"a\":1}"),
            (http.Response.StatusCode, http.Response.Headers[FcHeaders.Status].ToString(), http.Response.ContentType, http.Response.ContentLength, Body(http)));
    }

    [Fact]
    public async Task An_empty_reply_to_an_event_is_no_JSON()
    {
        var http = Request("/invoke");

        await HandleAsync(http, new((_, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(default)));

        Assert.Equal(
            (200, "200", null, null, ""),
            (http.Response.StatusCode, http.Response.Headers[FcHeaders.Status].ToString(), http.Response.ContentType, http.Response.ContentLength, Body(http)));
    }

    [Fact]
    public async Task A_failed_event_is_answered_with_its_error()
    {
        var http = Request("/invoke");

        await HandleAsync(http, new((_, _, _) => throw new InvalidDataException("why")));

        Assert.Equal(
            (404, "404", "application/json", """{"errorMessage":"why","errorType":"InvalidDataException"}"""),
            (http.Response.StatusCode, http.Response.Headers[FcHeaders.Status].ToString(), http.Response.ContentType, Body(http)));
    }

    [Fact]
    public async Task The_function_works_with_the_keys_of_its_latest_request()
    {
        var store = new CredentialStore(null);
        var seen = new List<Credentials>();
        var functions = new FunctionHandlers(OnHttp: (_, _, _) =>
        {
            seen.Add(store.Current);
            return Task.CompletedTask;
        });

        foreach (var id in new[] { "STS.1", "STS.2" })
        {
            var http = Request("/http-invoke");
            http.Request.Headers[FcHeaders.AccessKeyId] = id;
            http.Request.Headers[FcHeaders.AccessKeySecret] = "secret";
            http.Request.Headers[FcHeaders.SecurityToken] = "token";
            await HandleAsync(http, functions, store);
        }

        Assert.Equal([new("STS.1", "secret", "token"), new("STS.2", "secret", "token")], seen);
    }

    [Theory]
    [InlineData("1-69B51B25-3A7C4E3139D2", true)]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a_b", false)]
    public async Task A_request_id_is_taken_as_it_is_only_if_it_is_plain(string requestId, bool isTaken) =>
        Assert.Equal(isTaken, await RequestIdAsync(requestId) == requestId);

    [Fact]
    public async Task A_request_id_has_at_most_128_characters()
    {
        Assert.Equal(new string('a', 128), await RequestIdAsync(new('a', 128)));
        Assert.True(Guid.TryParse(await RequestIdAsync(new('a', 129)), out _));
    }

    [Fact]
    public async Task The_first_invocation_of_a_process_is_its_cold_start_and_each_counts_its_own_time()
    {
        var scope = new InvocationScope();
        var seen = new List<InvocationLogContext?>();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options, scope, new StringWriter(CultureInfo.InvariantCulture), _time);
        var endpoint = Endpoint(new(OnHttp: (_, _, _) =>
        {
            seen.Add(scope.Current);
            return Task.CompletedTask;
        }), new(null), scope, log);
        var begin = _time.GetTimestamp();

        await endpoint.HandleAsync(Request("/http-invoke"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await endpoint.HandleAsync(Request("/http-invoke"));

        Assert.Equal([new("request-1", begin, true), new("request-1", begin + _time.TimestampFrequency, false)], seen);
    }

    [Theory]
    [InlineData("404", ", Error: Unhandled function error")]
    [InlineData("200", "")]
    [InlineData(null, "")]
    public async Task The_lines_of_an_invocation_end_with_an_error_when_its_answer_says_that_it_failed(string? status, string end)
    {
        var lines = new StringWriter(CultureInfo.InvariantCulture);
        var scope = new InvocationScope();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options with { LogFrames = true }, scope, lines, _time);

        await Endpoint(
            new(OnHttp: (http, _, _) =>
            {
                http.Response.Headers[FcHeaders.Status] = status;
                return Task.CompletedTask;
            }),
            new(null),
            scope,
            log).HandleAsync(Request("/http-invoke"));

        Assert.Equal($"FC Invoke Start RequestId: request-1\nFC Invoke End RequestId: request-1{end}\n", lines.ToString().ReplaceLineEndings("\n"));
    }

    public void Dispose() => _shutdown.Dispose();

    private async Task<string> RequestIdAsync(string sent)
    {
        var told = "";
        var http = Request("/http-invoke");
        http.Request.Headers[FcHeaders.RequestId] = sent;
        await HandleAsync(http, new(OnHttp: (_, invocation, _) =>
        {
            told = invocation.RequestId;
            return Task.CompletedTask;
        }));

        return told;
    }

    private static DefaultHttpContext Request(string path, string method = "POST")
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Headers[FcHeaders.ControlPath] = path;
        http.Request.Headers[FcHeaders.RequestId] = "request-1";
        http.Response.Body = new MemoryStream();
        return http;
    }

    private static string Body(DefaultHttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());

    private async Task HandleAsync(DefaultHttpContext http, FunctionHandlers functions, CredentialStore? credentials = null)
    {
        var scope = new InvocationScope();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options, scope, new StringWriter(CultureInfo.InvariantCulture), _time);
        await Endpoint(functions, credentials ?? new(null), scope, log).HandleAsync(http);
    }

    private InvocationEndpoint Endpoint(FunctionHandlers functions, CredentialStore credentials, InvocationScope scope, FcLoggerFactory log) => new(
        RuntimeEndpointTests.Options,
        functions,
        new(new(_shutdown, NullLogger<StaleCredentials>.Instance), NullLogger<EventReply>.Instance),
        credentials,
        scope,
        log,
        _time);

    private async Task InvokeAsync(string timeout, Action<Invocation, CancellationToken> work, CancellationToken aborted = default)
    {
        var http = new DefaultHttpContext { RequestAborted = aborted };
        http.Request.Headers[FcHeaders.ControlPath] = "/http-invoke";
        http.Request.Headers[FcHeaders.FunctionTimeout] = timeout;

        await HandleAsync(http, new(OnHttp: (_, invocation, token) =>
        {
            work(invocation, token);
            return Task.CompletedTask;
        }));
    }
}
