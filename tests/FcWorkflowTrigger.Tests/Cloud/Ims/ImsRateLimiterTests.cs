using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

public sealed class ImsRateLimiterTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);

    [Fact]
    public void Without_a_rate_no_call_waits()
    {
        var limiter = new ImsRateLimiter(0, _time);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(limiter.WaitAsync(default).IsCompleted));
    }

    [Fact]
    public void Two_calls_may_come_at_once_and_beyond_them_the_rate_holds()
    {
        var calls = Calls(new(10, _time), 5);

        Assert.Equal([2, 3, 4, 5], Enumerable.Range(0, 4).Select(_ => DoneAfter(calls, TimeSpan.FromMilliseconds(100), first: _ == 0)));
    }

    [Theory]
    [InlineData(null, 1000)]
    [InlineData(4000, 4000)]
    public void A_throttled_answer_holds_every_call_for_as_long_as_IMS_asks(int? retryAfter, int milliseconds)
    {
        var limiter = new ImsRateLimiter(0, _time);
        limiter.Learn(Throttled(retryAfter));
        var call = limiter.WaitAsync(default);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(call.IsCompleted);
    }

    [Fact]
    public void A_later_answer_that_asks_for_less_does_not_shorten_the_hold()
    {
        var limiter = new ImsRateLimiter(0, _time);
        limiter.Learn(Throttled(4000));
        limiter.Learn(Throttled(null));
        var call = limiter.WaitAsync(default);

        _time.Advance(TimeSpan.FromMilliseconds(3999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(call.IsCompleted);
    }

    /// <summary>Case F16: the code of IMS's own flow control comes with 403.</summary>
    [Theory]
    [InlineData("Throttling", HttpStatusCode.BadRequest)]
    [InlineData("Throttling.Api", HttpStatusCode.BadRequest)]
    [InlineData("Throttling.User", HttpStatusCode.Forbidden)]
    [InlineData("RequestsTooFrequent", HttpStatusCode.Forbidden)]
    public void Every_code_of_flow_control_slows_the_process_down(string code, HttpStatusCode status)
    {
        var pace = new ImsRateLimiter(0, _time);
        ImsException refusal = new("StartWorkflow", status, code, "R");
        pace.Learn(refusal);
        var call = pace.WaitAsync(default);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(call.IsCompleted);
        Assert.Equal((true, false), (refusal.AsksToSlowDown, refusal.IsRightsProblem));
        Assert.Contains("lower the upload rate", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forbidden")]
    [InlineData("OperationDenied")]
    public void Missing_rights_slow_nothing_down(string code)
    {
        var pace = new ImsRateLimiter(0, _time);

        pace.Learn(new("StartWorkflow", HttpStatusCode.Forbidden, code, "R"));

        Assert.True(pace.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public void Any_other_refusal_holds_no_call()
    {
        var limiter = new ImsRateLimiter(0, _time);

        limiter.Learn(new("StartWorkflow", HttpStatusCode.InternalServerError, "InternalError", "R"));

        Assert.True(limiter.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public void Afterwards_the_rate_is_half_and_comes_back_step_by_step()
    {
        var limiter = new ImsRateLimiter(20, _time);
        limiter.Learn(Throttled(null));

        Assert.Equal([10, 12, 14, 16, 18, 20, 20], Enumerable.Range(0, 7).Select(step => RateAfter(limiter, TimeSpan.FromSeconds(step == 0 ? 1 : 5))));
    }

    [Fact]
    public void Calls_throttled_together_slow_it_down_once()
    {
        var limiter = new ImsRateLimiter(20, _time);

        for (var call = 0; call < 8; call++)
        {
            limiter.Learn(Throttled(null));
        }

        Assert.Equal(10, RateAfter(limiter, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Without_a_rate_of_its_own_it_is_slowed_from_the_one_assumed_and_then_free_again()
    {
        var limiter = new ImsRateLimiter(0, _time);
        limiter.Learn(Throttled(null));

        Assert.Equal(10, RateAfter(limiter, TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(limiter.WaitAsync(default).IsCompleted));
    }

    [Fact]
    public async Task The_client_tells_it_of_every_refusal()
    {
        var http = new StubHttp(HttpStatusCode.BadRequest, """{"requestId":"R","code":"Throttling.User"}""");
        var limiter = new ImsRateLimiter(0, _time);
        var client = new ImsClient(http.Invoker, new("https://ice.invalid"), new(new("local", "local-secret", null)), new(_time), limiter);

        await Assert.ThrowsAsync<ImsException>(() => client.GetWorkflowTaskAsync(new("t"), default));

        Assert.False(limiter.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task A_start_waits_for_its_turn_before_its_date_is_pinned()
    {
        var host = new TestHost();
        host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            host.Limiter.Learn(Throttled(null));
            return new RegisterMediaInfoResponse(TestData.MediaId);
        });

        var delivering = host.DeliverAsync();
        Assert.IsType<WorkflowRun.Claimed>(await host.RunAsync());
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await delivering;

        var intent = (await host.RunAsync()).History.Records.OfType<IntentRecord>().Single();
        Assert.Equal(TestData.Now.AddSeconds(1), intent.AcsDate);
    }

    private static ImsException Throttled(int? retryAfter) =>
        new("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R", retryAfter is { } wait ? TimeSpan.FromMilliseconds(wait) : null);

    private static Task[] Calls(ImsRateLimiter limiter, int count) => [.. Enumerable.Range(0, count).Select(_ => limiter.WaitAsync(default))];

    private int DoneAfter(Task[] calls, TimeSpan wait, bool first)
    {
        _time.Advance(first ? TimeSpan.Zero : wait);
        return calls.Count(call => call.IsCompleted);
    }

    /// <summary>Calls a second, taken from how far apart two later ones come.</summary>
    private int RateAfter(ImsRateLimiter limiter, TimeSpan wait)
    {
        _time.Advance(wait);
        var calls = Calls(limiter, 3);
        var milliseconds = 0;

        while (!calls[^1].IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            milliseconds++;
        }

        return (int)Math.Round(1000d / milliseconds);
    }
}
