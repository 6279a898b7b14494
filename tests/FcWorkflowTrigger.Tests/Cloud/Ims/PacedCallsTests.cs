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

/// <summary>Who takes a turn, and when. The first two turns of a process come at once, and a third does not.</summary>
public sealed class PacedCallsTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly IImsClient _ims = Substitute.For<IImsClient>();
    private readonly ImsRateLimiter _pace;
    private readonly Retry _retry;

    public PacedCallsTests() => (_pace, _retry) = (new(1, _time), new(new ImmediateTimeProvider(_time), new(new Random(1))));

    [Fact]
    public async Task Each_try_takes_a_turn()
    {
        var tries = 0;

        await _retry.ExecutePacedAsync(_pace, _ => tries++ == 0 ? throw new HttpRequestException("reset") : Task.FromResult(tries), default);

        Assert.False(_pace.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task An_asset_that_is_looked_up_after_its_registration_was_refused_takes_a_second_turn()
    {
        _ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs<RegisterMediaInfoResponse>(
            _ => throw new ImsException("RegisterMediaInfo", HttpStatusCode.Conflict, "Conflict", "R"));
        _ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(TestData.MediaId, new("Normal"))));

        await new MediaRegistrar(_ims, _pace, _retry, TestData.Ims).RegisterAsync(TestData.RunId, TestData.Claim(), default);

        Assert.False(_pace.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Each_page_of_the_list_takes_a_turn()
    {
        _ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([], "next"), new ListWorkflowTasksResponse([]));

        await new TaskLookup(_ims, _pace, _retry, TestData.StartOptions).FindAsync(Intended(), default);

        Assert.False(_pace.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task A_turn_waited_for_is_no_silence_of_the_service()
    {
        _pace.Learn(new("GetWorkflowTask", HttpStatusCode.BadRequest, "Throttling.User", "R", TimeSpan.FromSeconds(30)));
        var tries = 0;

        var calling = new Retry(_time, new(new Random(1))).ExecutePacedAsync(_pace, _ => Task.FromResult(++tries), default);
        Assert.Equal(0, tries);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(1, await calling);
    }

    private static WorkflowRun.Intended Intended() => new(
        RunHistory.Empty(TestData.RunId),
        TestData.Claim(),
        new() { MediaId = TestData.MediaId, KeyText = TestData.MediaId, Gen = 1, AcsDate = TestData.Now, AcsNonce = "n", UserDataSha = "s", NotAfter = TestData.Now });
}
