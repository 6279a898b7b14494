using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

/// <summary>Which calls take a turn, and when. The first two turns of a process come at once; the third has to wait.</summary>
public sealed class RateLimitedCallsTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly IImsClient _ims = Substitute.For<IImsClient>();
    private readonly ImsRateLimiter _limiter;
    private readonly Retry _retry;

    public RateLimitedCallsTests() => (_limiter, _retry) = (new(1, _time), new(new ImmediateTimeProvider(_time), new(new Random(1))));

    [Fact]
    public async Task Each_try_takes_a_turn()
    {
        var tries = 0;

        await _retry.ExecuteRateLimitedAsync(_limiter, _ => tries++ == 0 ? throw new HttpRequestException("reset") : Task.FromResult(tries), default);

        Assert.False(_limiter.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task An_asset_that_is_looked_up_after_its_registration_was_refused_takes_a_second_turn()
    {
        _ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs<RegisterMediaInfoResponse>(
            _ => throw new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "Conflict", "R"));
        _ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(TestData.MediaId, new("Normal"))));

        await new MediaRegistrar(_ims, _limiter, _retry, TestData.Ims).RegisterAsync(TestData.RunId, TestData.Claim(), default);

        Assert.False(_limiter.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Each_page_of_the_list_takes_a_turn()
    {
        _ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([], "next"), new ListWorkflowTasksResponse([]));

        await new TaskLookup(_ims, _limiter, _retry, TestData.StartOptions).FindAsync(Intended(), default);

        Assert.False(_limiter.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public void The_wait_for_a_turn_is_not_part_of_the_time_of_the_try()
    {
        // Without a context, a timer runs its continuations inside Advance: a call that is not done then would never be done.
        SynchronizationContext.SetSynchronizationContext(null);
        _limiter.Learn(new("GetWorkflowTask", HttpStatusCode.BadRequest, "Throttling.User", "R", TimeSpan.FromSeconds(30)));
        var tries = 0;

        var calling = new Retry(_time, new(new Random(1))).ExecuteRateLimitedAsync(_limiter, _ => Task.FromResult(++tries), default);
        Assert.Equal(0, tries);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(calling.IsCompletedSuccessfully);
        Assert.Equal(1, tries);
    }

    private static WorkflowRun.Intended Intended() => new(
        RunHistory.Empty(TestData.RunId),
        TestData.Claim(),
        new() { MediaId = TestData.MediaId, KeyText = TestData.MediaId, Gen = 1, AcsDate = TestData.Now, AcsNonce = "n", UserDataSha = "s", NotAfter = TestData.Now });
}
