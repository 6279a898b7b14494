using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Runs.Sidecars;

/// <summary>Uploads whose sidecar does not come or is invalid.</summary>
public sealed class SidecarEndTests
{
    private readonly SidecarRig _rig = new();

    [Fact]
    public async Task A_run_starts_without_a_sidecar_that_does_not_come_in_time()
    {
        await _rig.MediaComesAsync();
        await _rig.SweepAfterAsync(TimeSpan.FromMinutes(29));
        Assert.Equal(0, _rig.TestHost.StartsSent);

        await _rig.SweepAfterAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([TestData.WorkflowId], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_wait_that_ends_while_the_sidecar_is_read_ends_at_the_next_look()
    {
        await _rig.MediaComesAsync();
        _rig.TestHost.Time.Advance(TimeSpan.FromMinutes(29));
        _rig.TestHost.Objects.GetAsync(default!, default!, default, default).ReturnsForAnyArgs(_ =>
        {
            _rig.TestHost.Time.Advance(TimeSpan.FromMinutes(2));
            return (OssObject?)null;
        });

        await _rig.TestHost.SweepAsync();
        Assert.IsType<WorkflowRun.Waiting>(await _rig.TestHost.RunAsync());
        _rig.Put(SidecarRig.Good);
        await _rig.TestHost.SweepAsync();

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_required_sidecar_that_never_comes_ends_the_run_with_its_reason()
    {
        var rig = new SidecarRig("require");
        await rig.MediaComesAsync();
        await rig.SweepAfterAsync(TimeSpan.FromHours(23));
        Assert.IsType<WorkflowRun.Waiting>(await rig.TestHost.RunAsync());

        await rig.SweepAfterAsync(TimeSpan.FromHours(1));

        var end = await rig.EndAsync();
        Assert.Equal((CancelRecord.SidecarMissing, "no sidecar came until 2026-11-25 00:15:00Z."), (end.Reason, end.Detail));
        Assert.Equal(0, rig.TestHost.StartsSent);
        Assert.Empty(rig.TestHost.Ledger.Markers);
    }

    [Fact]
    public async Task The_sidecar_is_read_once_more_when_the_wait_is_over()
    {
        await _rig.MediaComesAsync();
        _rig.Put(SidecarRig.Good);

        await _rig.SweepAfterAsync(TimeSpan.FromHours(5));

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Theory]
    [InlineData("{", CancelRecord.SidecarInvalid, "field $ cannot be read")]
    [InlineData("""{"version":1,"media":{"tags":["a,b"]}}""", CancelRecord.SidecarInvalid, "field media.tags holds a tag")]
    [InlineData("""{"version":1,"workflowId":"w-9"}""", CancelRecord.WorkflowNotAllowed, "field workflowId is 'w-9'")]
    public async Task An_invalid_sidecar_ends_the_run_and_names_its_field_and_a_correction_comes_too_late(string sidecar, string reason, string detail)
    {
        await _rig.MediaComesAsync();
        _rig.Put(sidecar);

        await _rig.SidecarComesAsync();
        _rig.Put(SidecarRig.Good);
        await _rig.SidecarComesAsync("sidecar-2");

        var end = await _rig.EndAsync();
        Assert.Equal(reason, end.Reason);
        Assert.Contains(detail, end.Detail, StringComparison.Ordinal);
        Assert.Equal(0, _rig.TestHost.StartsSent);
        Assert.Empty(_rig.TestHost.Ledger.Markers);
        Assert.Equal([$"Run {TestData.RunId} is canceled ({reason}): {end.Detail}"], _rig.TestHost.Log.Errors);
    }

    [Fact]
    public async Task An_invalid_sidecar_that_comes_first_ends_the_run_when_it_opens()
    {
        _rig.Put("{}");

        await _rig.MediaComesAsync();

        Assert.Equal(CancelRecord.SidecarInvalid, (await _rig.EndAsync()).Reason);
        Assert.Empty(_rig.TestHost.Ledger.Markers);
    }

    [Fact]
    public async Task A_rule_without_an_allow_list_accepts_no_workflow_from_a_sidecar()
    {
        var host = new SidecarRig("ignore", TestData.Rule with { Name = "second", Sidecar = "require" });
        host.Put(SidecarRig.Good);

        await host.MediaComesAsync();

        var second = await host.TestHost.Journal.ReadAsync(RunId.Create(TestData.Upload(), "second"), default);
        Assert.Equal(CancelRecord.WorkflowNotAllowed, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(second).End).Reason);
        Assert.Equal([TestData.WorkflowId], host.WorkflowsStarted);
    }

    [Fact]
    public async Task An_operator_can_cancel_a_run_that_waits()
    {
        await _rig.MediaComesAsync();

        await _rig.TestHost.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"cancel"}""");
        _rig.Put(SidecarRig.Good);
        await _rig.SidecarComesAsync();

        Assert.Equal(CancelRecord.ByOperator, (await _rig.EndAsync()).Reason);
        Assert.Equal(0, _rig.TestHost.StartsSent);
        Assert.Empty(_rig.TestHost.Ledger.Markers);
    }

    [Fact]
    public async Task Resume_of_a_run_whose_sidecar_is_missing_fails_and_says_so()
    {
        await _rig.MediaComesAsync();

        var failure = await Assert.ThrowsAsync<DecisionException>(() => _rig.TestHost.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}"""));

        Assert.StartsWith($"RUN-NOT-PARKED: run {TestData.RunId} is not parked: it waits for its sidecar.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_can_have_the_sidecar_read_again()
    {
        await _rig.MediaComesAsync();
        _rig.Put(SidecarRig.Good);

        await _rig.TestHost.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}""");

        Assert.Equal(["w-2"], _rig.WorkflowsStarted);
    }

    [Fact]
    public async Task After_an_hour_of_waiting_the_sidecar_is_read_once_an_hour()
    {
        var rig = new SidecarRig("wait 1440");
        await rig.MediaComesAsync();
        rig.TestHost.Time.Advance(TimeSpan.FromMinutes(65));

        await rig.TestHost.SweepAsync();
        await rig.TestHost.SweepAsync();

        Assert.Equal(2, rig.Looks);
        Assert.Equal(new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero), Assert.Single(rig.TestHost.Ledger.Markers).Hour);
    }

    [Fact]
    public async Task A_wait_that_ends_within_the_hour_is_checked_in_every_sweep()
    {
        var rig = new SidecarRig("wait 90");
        await rig.MediaComesAsync();
        await rig.SweepAfterAsync(TimeSpan.FromMinutes(65));

        await rig.SweepAfterAsync(TimeSpan.FromMinutes(25));

        Assert.Equal([TestData.WorkflowId], rig.WorkflowsStarted);
    }
}
