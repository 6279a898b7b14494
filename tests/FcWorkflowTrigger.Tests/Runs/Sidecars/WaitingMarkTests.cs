using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Runs.Sidecars;

/// <summary>Exactly the runs that wait for a sidecar are marked as waiting, so that they are counted without a read.</summary>
public sealed class WaitingMarkTests
{
    private static readonly string Mark = $"p/{TestData.RunId}-waiting";

    private readonly SidecarRig _rig = new();

    [Fact]
    public async Task A_run_that_waits_is_marked_until_its_sidecar_comes()
    {
        await _rig.MediaComesAsync();
        Assert.Equal([Mark], _rig.TestHost.Marks);

        _rig.Put(SidecarRig.Good);
        await _rig.SidecarComesAsync();

        Assert.IsType<WorkflowRun.Started>(await _rig.TestHost.RunAsync());
        Assert.Empty(_rig.TestHost.Marks);
    }

    [Fact]
    public async Task A_run_whose_sidecar_was_there_is_never_marked()
    {
        _rig.Put(SidecarRig.Good);
        var puts = new List<string>();
        _rig.TestHost.Index.Refuses = key =>
        {
            puts.Add(key);
            return null;
        };

        await _rig.MediaComesAsync();

        Assert.DoesNotContain(Mark, puts);
    }

    [Fact]
    public async Task A_run_that_ends_while_it_waits_is_marked_no_longer()
    {
        var rig = new SidecarRig("require");
        await rig.MediaComesAsync();
        Assert.Equal([Mark], rig.TestHost.Marks);

        await rig.TestHost.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"cancel"}""");

        Assert.IsType<WorkflowRun.Finished>(await rig.TestHost.RunAsync());
        Assert.DoesNotContain(Mark, rig.TestHost.Marks);
    }

    /// <summary>Of an earlier version, or of a process that died before it marked the run.</summary>
    [Fact]
    public async Task A_waiting_run_without_a_mark_is_marked_by_the_next_sweep()
    {
        await _rig.MediaComesAsync();
        await _rig.TestHost.Index.DeleteAsync(Mark, default);

        await _rig.SweepAfterAsync(TimeSpan.FromMinutes(5));

        Assert.Equal([Mark], _rig.TestHost.Marks);
    }

    [Fact]
    public async Task A_mark_that_a_frozen_process_puts_late_is_taken_away_by_a_sweep()
    {
        _rig.Put(SidecarRig.Good);
        await _rig.MediaComesAsync();
        await _rig.TestHost.Index.PutAsync(Mark, default, default);

        await _rig.SweepAfterAsync(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain(Mark, _rig.TestHost.Marks);
    }

    [Fact]
    public async Task The_mark_of_a_run_that_waits_outlives_every_sweep()
    {
        var rig = new SidecarRig("require");
        await rig.MediaComesAsync();

        await rig.SweepAfterAsync(TimeSpan.FromMinutes(5));
        await rig.SweepAfterAsync(TimeSpan.FromHours(3));

        Assert.Equal([Mark], rig.TestHost.Marks);
    }

    [Theory]
    [InlineData("p/x", false, false)]
    [InlineData("p", false, false)]
    [InlineData("-waiting", false, false)]
    [InlineData("p/f49df1e0ba3a9bafbde6b3e3f9f4bb5a3a8b0c11-paused", false, false)]
    [InlineData("q/f49df1e0ba3a9bafbde6b3e3f9f4bb5a3a8b0c11", false, false)]
    [InlineData("p/f49df1e0ba3a9bafbde6b3e3f9f4bb5a3a8b0c11", true, false)]
    [InlineData("p/f49df1e0ba3a9bafbde6b3e3f9f4bb5a3a8b0c11-waiting", true, true)]
    public void A_mark_is_read_from_its_key(string key, bool isMark, bool isWaiting)
    {
        Assert.Equal(isMark, RunMark.TryParse(key, out var mark));
        Assert.Equal(isMark && isWaiting, isMark && mark.IsWaiting);
    }
}
