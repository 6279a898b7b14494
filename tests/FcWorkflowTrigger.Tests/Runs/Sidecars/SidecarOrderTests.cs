using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Sidecars;

/// <summary>An upload and its sidecar start one task in any order, with the settings of the sidecar.</summary>
public sealed class SidecarOrderTests
{
    private readonly SidecarRig _rig = new();

    [Fact]
    public async Task A_sidecar_that_comes_first_changes_the_start()
    {
        _rig.Put(SidecarRig.Good);
        await _rig.SidecarComesAsync();
        Assert.Empty(_rig.TestHost.Ledger.Markers);

        await _rig.MediaComesAsync();

        var run = Assert.IsType<WorkflowRun.Started>(await _rig.TestHost.RunAsync());
        Assert.Equal(["ClaimRecord", "ClaimRecord", "IntentRecord", "StartedRecord"], run.History.Records.Select(record => record.GetType().Name));
        Assert.Equal(("SIDECAR-ETAG", null), (run.Claim.Plan!.SidecarETag, run.Claim.Plan.Sidecar));
        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
        await _rig.TestHost.Ims.Received(1).RegisterMediaInfoAsync(
            Arg.Is<RegisterMediaInfoRequest>(request => request.Title == "By hand" && request.UserData == """{"a":"b"}"""), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Until_the_sidecar_comes_the_upload_waits_and_its_event_succeeds()
    {
        await _rig.MediaComesAsync();

        Assert.IsType<WorkflowRun.Waiting>(await _rig.TestHost.RunAsync());
        Assert.Single(_rig.TestHost.Ledger.Markers);
        Assert.Equal(0, _rig.TestHost.StartsSent);
    }

    [Fact]
    public async Task A_sidecar_that_comes_later_starts_the_waiting_upload()
    {
        await _rig.MediaComesAsync();
        _rig.Put(SidecarRig.Good);

        await _rig.SidecarComesAsync();

        Assert.IsType<WorkflowRun.Started>(await _rig.TestHost.RunAsync());
        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_sidecar_that_comes_is_logged_with_the_number_of_runs_that_may_wait_for_it(bool mediaComes, int runs)
    {
        if (mediaComes)
        {
            await _rig.MediaComesAsync();
        }

        await _rig.SidecarComesAsync();

        Assert.Single(_rig.TestHost.Log.Infos, line => line.EndsWith($" has come; {runs} run(s) of its object are known.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sidecar_that_comes_after_the_time_for_a_start_and_within_its_own_wait_starts_the_upload()
    {
        var rig = new SidecarRig("wait 1440", TestData.StartOptions with { GiveUpAfter = TimeSpan.FromHours(1) });
        await rig.MediaComesAsync();
        rig.TestHost.Time.Advance(TimeSpan.FromHours(20));
        rig.Put(SidecarRig.Good);

        await rig.SidecarComesAsync();

        Assert.Equal(["w-2"], rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_sidecar_whose_event_is_lost_is_found_by_a_sweep()
    {
        await _rig.MediaComesAsync();
        _rig.Put(SidecarRig.Good);

        await _rig.SweepAfterAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task Of_many_simultaneous_events_one_starts_the_run()
    {
        await _rig.MediaComesAsync();
        _rig.Put(SidecarRig.Good);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() =>
            number % 2 == 0 ? _rig.SidecarComesAsync($"sidecar-{number}") : _rig.MediaComesAsync($"media-{number}"))));

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task An_upload_that_is_delivered_again_while_it_waits_still_waits()
    {
        await _rig.MediaComesAsync();
        var before = await _rig.TestHost.RunAsync();
        _rig.TestHost.Time.Advance(TimeSpan.FromMinutes(10));

        await _rig.MediaComesAsync("media-2");

        Assert.Equal(before.History.Records, Assert.IsType<WorkflowRun.Waiting>(await _rig.TestHost.RunAsync()).History.Records);
    }

    [Fact]
    public async Task An_upload_that_is_delivered_again_while_it_waits_puts_its_marker_again()
    {
        await _rig.MediaComesAsync();
        await _rig.TestHost.Ledger.DeleteMarkerAsync(_rig.TestHost.Ledger.Markers.Single(), default);

        await _rig.MediaComesAsync("media-2");

        Assert.Single(_rig.TestHost.Ledger.Markers);
    }

    [Fact]
    public async Task A_sidecar_for_other_bytes_does_not_end_the_wait()
    {
        _rig.Put("""{"version":1,"eTag":"0","workflowId":"w-2"}""");
        await _rig.MediaComesAsync();
        Assert.IsType<WorkflowRun.Waiting>(await _rig.TestHost.RunAsync());
        _rig.Put($$"""{"version":1,"eTag":"{{TestData.Upload().ETag}}","workflowId":"w-2"}""");

        await _rig.SidecarComesAsync();

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_sidecar_that_is_created_empty_and_written_later_starts_the_upload_with_its_second_event()
    {
        await _rig.MediaComesAsync();
        _rig.Put("");
        await _rig.SidecarComesAsync();
        Assert.IsType<WorkflowRun.Waiting>(await _rig.TestHost.RunAsync());
        _rig.Put(SidecarRig.Good);

        await _rig.SidecarComesAsync("sidecar-2");

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_start_that_is_refused_for_now_continues_with_the_next_delivery_of_the_sidecars_event()
    {
        await _rig.MediaComesAsync();
        _rig.Put(SidecarRig.Good);
        _rig.TestHost.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAsync<StartDeferredException>(() => _rig.SidecarComesAsync());
        _rig.TestHost.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));

        await _rig.SidecarComesAsync();

        Assert.IsType<WorkflowRun.Started>(await _rig.TestHost.RunAsync());
    }

    [Fact]
    public async Task One_failing_run_does_not_stop_the_others_that_wait_for_the_same_sidecar()
    {
        var rig = new SidecarRig("require", TestData.Rule with { Name = "second", Sidecar = "require" });
        await rig.MediaComesAsync();
        rig.Put("""{"version":1}""");
        rig.TestHost.Ims.RegisterMediaInfoAsync(Arg.Any<RegisterMediaInfoRequest>(), Arg.Any<CancellationToken>()).Returns(
            _ => throw new InvalidDataException("trouble"),
            _ => new(TestData.MediaId));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => rig.SidecarComesAsync());

        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Equal(1, rig.TestHost.StartsSent);
    }

    [Fact]
    public async Task The_wait_does_not_count_as_time_of_the_start()
    {
        var rig = new SidecarRig("require");
        await rig.MediaComesAsync();
        rig.TestHost.Time.Advance(TimeSpan.FromHours(20));
        rig.Put(SidecarRig.Good);
        rig.TestHost.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAsync<StartDeferredException>(() => rig.SidecarComesAsync());

        await rig.SweepAfterAsync(TimeSpan.FromHours(23));
        Assert.IsType<WorkflowRun.Claimed>(await rig.TestHost.RunAsync());
        await rig.SweepAfterAsync(TimeSpan.FromHours(2));

        Assert.Equal(ParkRecord.StartOverdue, Assert.IsType<WorkflowRun.Parked>(await rig.TestHost.RunAsync()).Park.Reason);
    }
}
