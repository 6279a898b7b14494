using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.UnknownStart;

/// <summary>However often IMS takes a start without a trace, a run sends no more than two, and one for each resume.</summary>
public sealed class BoundedStartsTests
{
    private TestHost _host = new();

    [Fact]
    public async Task After_the_second_start_that_vanished_the_run_is_parked_under_the_policy_resend()
    {
        EveryReplyIsLost();
        await _host.DeliverAsync();

        await SweepForAsync(TimeSpan.FromHours(12));

        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Equal(2, _host.StartsSent);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task Each_resume_of_a_person_allows_one_more_start_and_no_second()
    {
        EveryReplyIsLost();
        await _host.DeliverAsync();
        await SweepForAsync(TimeSpan.FromHours(12));

        for (var resumes = 1; resumes <= 3; resumes++)
        {
            await ResumeAsync();
            await SweepForAsync(TimeSpan.FromHours(12));

            Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
            Assert.Equal(2 + resumes, _host.StartsSent);
        }
    }

    [Fact]
    public async Task A_start_refused_for_certain_is_none_that_vanished()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());
        EveryReplyIsLost();
        await SweepForAsync(TimeSpan.FromMinutes(60));
        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));

        await _host.SweepAsync();

        Assert.False(await _host.RunAsync() is WorkflowRun.Parked);
    }

    [Fact]
    public async Task Past_the_hours_it_is_tried_for_a_vanished_start_is_left_to_a_person()
    {
        _host = new(TestData.StartOptions with { GiveUpAfter = TimeSpan.FromHours(1) });
        EveryReplyIsLost();
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(61));

        await _host.SweepAsync();

        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task Past_those_hours_a_resume_still_allows_one_more()
    {
        _host = new(TestData.StartOptions with { GiveUpAfter = TimeSpan.FromHours(1) });
        EveryReplyIsLost();
        await _host.DeliverAsync();
        await SweepForAsync(TimeSpan.FromHours(26));
        var before = _host.StartsSent;

        await ResumeAsync();
        await SweepForAsync(TimeSpan.FromHours(26));

        Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
        Assert.Equal(before + 1, _host.StartsSent);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_for_those_hours_leaves_the_run_to_a_person()
    {
        EveryReplyIsLost();
        _host.Ims.ListWorkflowTasksAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("ListWorkflowTasks", HttpStatusCode.Forbidden, "NoPermission", "R"));
        await _host.DeliverAsync();
        await SweepForAsync(TimeSpan.FromHours(23));
        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());

        await SweepForAsync(TimeSpan.FromHours(2));

        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task Expired_keys_park_nothing_however_long_the_list_cannot_be_read()
    {
        EveryReplyIsLost();
        await _host.DeliverAsync();
        _host.Ims.ListWorkflowTasksAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("ListWorkflowTasks", HttpStatusCode.Forbidden, "InvalidSecurityToken.Expired", "R"));
        _host.Time.Advance(TimeSpan.FromHours(25));

        await Assert.ThrowsAnyAsync<Exception>(() => _host.SweepAsync());

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
    }

    private void EveryReplyIsLost() =>
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));

    private Task<string> ResumeAsync() => _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}""", "decision-1");

    private async Task SweepForAsync(TimeSpan time)
    {
        for (var end = _host.Time.GetUtcNow() + time; _host.Time.GetUtcNow() < end;)
        {
            _host.Time.Advance(TimeSpan.FromMinutes(20));
            await _host.SweepAsync();
        }
    }
}
