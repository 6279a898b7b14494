using System.Net;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Resilience;

public sealed class RetryTests
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly WriteUncertainty _uncertainty = new();
    private int _tries;

    public static TheoryData<Exception, bool> Failures { get; } = new()
    {
        { new HttpRequestException(HttpRequestError.ConnectionError), false },
        { new HttpRequestException(HttpRequestError.SecureConnectionError), false },
        { new HttpRequestException(HttpRequestError.ResponseEnded), true },
        { new OssException("PutObject", HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", null), true },
        { new OssException("PutObject", HttpStatusCode.Forbidden, "RequestTimeTooSkewed", null), false },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_write_is_uncertain_only_if_a_try_can_have_arrived(Exception failure, bool isUncertain)
    {
        Assert.Equal(2, await RunAsync(_ => Tried(failsUntil: 2, failure)));

        Assert.Equal(isUncertain, _uncertainty.Any);
    }

    [Fact]
    public async Task The_third_failure_is_the_callers()
    {
        var failure = new HttpRequestException(HttpRequestError.ResponseEnded);

        Assert.Same(failure, await Record.ExceptionAsync(() => RunAsync(_ => Tried(failsUntil: 9, failure))));
        Assert.Equal(3, _tries);
    }

    [Fact]
    public async Task What_needs_a_person_is_not_tried_again()
    {
        await Assert.ThrowsAsync<OssException>(() => RunAsync(_ => Tried(9, new OssException("PutObject", HttpStatusCode.Forbidden, "AccessDenied", null))));

        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task A_service_that_is_silent_for_five_seconds_is_asked_again_and_the_write_is_uncertain()
    {
        var running = RunAsync(token => ++_tries == 1 ? SilentAsync(token) : Task.FromResult(_tries));

        _time.Advance(TryTimeout);

        Assert.Equal((2, true), (await AdvancedAsync(running), _uncertainty.Any));
    }

    [Fact]
    public async Task A_try_that_waits_for_a_connection_all_its_time_has_sent_nothing_and_is_made_again()
    {
        var running = RunAsync(token => ++_tries == 1 ? NeverSentAsync(token) : Task.FromResult(_tries));

        _time.Advance(TryTimeout);

        Assert.Equal((2, false), (await AdvancedAsync(running), _uncertainty.Any));
    }

    [Fact]
    public async Task The_failure_of_a_call_that_never_got_a_connection_says_that_nothing_was_sent()
    {
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(NeverSentAsync));

        Assert.True(HttpFailure.NothingWasSent(failure));
    }

    [Fact]
    public async Task A_caller_that_calls_it_off_is_not_kept_waiting()
    {
        using var caller = new CancellationTokenSource();
        var running = new Retry(_time, new(new Random(1))).ExecuteAsync(_uncertainty, SilentAsync, caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_try_that_fails_while_its_caller_calls_it_off_is_reported_with_its_own_failure()
    {
        using var caller = new CancellationTokenSource();
        var failure = new HttpRequestException(HttpRequestError.ResponseEnded);

        var reported = await Record.ExceptionAsync(() => new Retry(_time, new(new Random(1))).ExecuteAsync<int>(
            _uncertainty,
            _ =>
            {
                caller.Cancel();
                throw failure;
            },
            caller.Token));

        Assert.Same(failure, reported);
    }

    [Theory]
    [InlineData(0, 100, 300)]
    [InlineData(1, 200, 600)]
    public async Task Each_wait_is_twice_as_long_give_or_take_half(int retry, int least, int most)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), _time, new(new Random(1)));
        var waits = Enumerable.Range(0, 100).Select(_ => backoff.WaitAsync(retry, null, default)).ToArray();

        _time.Advance(TimeSpan.FromMilliseconds(least - 1));
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds((most - least) / 2));
        Assert.InRange(waits.Count(wait => wait.IsCompleted), 20, 80);
        _time.Advance(TimeSpan.FromMilliseconds(most - least));
        await Task.WhenAll(waits);
    }

    [Theory]
    [InlineData(0, 0.0, 100)]
    [InlineData(0, 0.5, 200)]
    [InlineData(1, 0.0, 200)]
    [InlineData(1, 0.75, 500)]
    public void Chance_makes_a_wait_half_to_one_and_a_half_of_what_is_planned(int retry, double chance, int milliseconds)
    {
        var waiting = new Backoff(TimeSpan.FromMilliseconds(200), _time, new(new Chance(chance))).WaitAsync(retry, null, default);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        var before = waiting.IsCompleted;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((false, true), (before, waiting.IsCompleted));
    }

    [Fact]
    public async Task A_throttled_call_is_repeated_no_sooner_than_IMS_asks()
    {
        var throttled = new ImsException("GetWorkflowTask", HttpStatusCode.BadRequest, "Throttling.User", "R", TimeSpan.FromSeconds(4));
        var running = new Retry(_time, new(new Random(1))).ExecuteAsync(_uncertainty, _ => Tried(2, throttled), default);

        _time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        Assert.Equal(1, _tries);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(2, await running);
    }

    private static async Task<int> SilentAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }

    // As ReplyHandler reports a call that was cancelled while it waited for one of the connections.
    private static async Task<int> NeverSentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SilentAsync(cancellationToken);
        }
        catch (OperationCanceledException cancelled)
        {
            throw new OperationCanceledException(cancelled.Message, new HttpRequestException(HttpRequestError.ConnectionError), cancellationToken);
        }
    }

    private Task<int> Tried(int failsUntil, Exception failure) => ++_tries < failsUntil ? Task.FromException<int>(failure) : Task.FromResult(_tries);

    private Task<int> RunAsync(Func<CancellationToken, Task<int>> call) =>
        AdvancedAsync(new Retry(_time, new(new Random(1))).ExecuteAsync(_uncertainty, call, default));

    // As long as it waits, time goes on.
    private async Task<int> AdvancedAsync(Task<int> running)
    {
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await running;
    }

    private sealed class Chance(double always) : Random
    {
        public override double NextDouble() => always;
    }
}
