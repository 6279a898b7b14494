using System.Globalization;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Hosting;

/// <summary>How long a handler may work before its answer must be out.</summary>
public sealed class InvocationEndpointTests : IDisposable
{
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

    public void Dispose() => _shutdown.Dispose();

    private async Task InvokeAsync(string timeout, Action<Invocation, CancellationToken> work, CancellationToken aborted = default)
    {
        var http = new DefaultHttpContext { RequestAborted = aborted };
        http.Request.Headers[FcHeaders.ControlPath] = "/http-invoke";
        http.Request.Headers[FcHeaders.FunctionTimeout] = timeout;
        var scope = new InvocationScope();
        using var log = new FcLoggerFactory(RuntimeEndpointTests.Options, scope, new StringWriter(CultureInfo.InvariantCulture), _time);
        var functions = new FunctionHandlers(OnHttp: (_, invocation, token) =>
        {
            work(invocation, token);
            return Task.CompletedTask;
        });
        var reply = new EventReply(new(_shutdown, NullLogger<StaleCredentials>.Instance), NullLogger<EventReply>.Instance);

        await new InvocationEndpoint(RuntimeEndpointTests.Options, functions, reply, new CredentialStore(null), scope, log, _time).HandleAsync(http);
    }
}
