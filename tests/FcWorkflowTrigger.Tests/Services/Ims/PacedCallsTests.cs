using System.Net;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Starting;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Services.Ims;

/// <summary>Who takes a turn, and when. The first two turns of a process come at once, and a third does not.</summary>
public sealed class PacedCallsTests
{
    private readonly FakeTimeProvider _time = new(Given.Now);
    private readonly IImsClient _ims = Substitute.For<IImsClient>();
    private readonly ImsPace _pace;
    private readonly Retry _retry;

    public PacedCallsTests() => (_pace, _retry) = (new(1, _time), new(new ImpatientTime(_time), new(new Random(1))));

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
        _ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(Given.MediaId, new("Normal"))));

        await new MediaRegistration(_ims, _pace, _retry, Given.Ims).RegisterAsync(Given.RunId, Given.Claim(), default);

        Assert.False(_pace.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Each_page_of_the_list_takes_a_turn()
    {
        _ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([], "next"), new ListWorkflowTasksResponse());

        await new TaskLookup(_ims, _pace, _retry).FindAsync(Intended(), default);

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
        RunLog.Empty(Given.RunId),
        Given.Claim(),
        new() { MediaId = Given.MediaId, KeyText = Given.MediaId, Gen = 1, AcsDate = Given.Now, AcsNonce = "n", UserDataSha = "s", NotAfter = Given.Now });
}
