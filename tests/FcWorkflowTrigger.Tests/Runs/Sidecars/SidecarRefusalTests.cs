using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Runs.Sidecars;

/// <summary>Uploads whose sidecar OSS refuses to read.</summary>
public sealed class SidecarRefusalTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task An_archived_sidecar_is_invalid()
    {
        var rig = new SidecarRig();
        rig.Refuse("InvalidObjectState");

        await rig.MediaComesAsync();

        var end = await rig.EndAsync();
        Assert.Equal(CancelRecord.SidecarInvalid, end.Reason);
        Assert.Contains("cannot be read: its storage class", end.Detail, StringComparison.Ordinal);
        Assert.Empty(rig.TestHost.Ledger.Markers);
    }

    [Fact]
    public async Task During_the_wait_a_refused_read_fails_the_invocation_and_corrected_rights_let_the_run_continue()
    {
        var rig = new SidecarRig();
        rig.Refuse("AccessDenied");
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => rig.MediaComesAsync());
        Assert.IsType<OssException>(failure.InnerException);
        Assert.IsType<WorkflowRun.Waiting>(await rig.TestHost.RunAsync());
        rig.Put(SidecarRig.Good);

        await rig.MediaComesAsync();

        Assert.Equal(["w-2"], rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_required_sidecar_that_stays_unreadable_ends_the_run_with_its_reason()
    {
        var rig = new SidecarRig("require");
        await rig.MediaComesAsync();
        rig.Refuse("AccessDenied");

        await rig.SweepAfterAsync(TimeSpan.FromHours(24));

        var end = await rig.EndAsync();
        Assert.Equal(CancelRecord.SidecarMissing, end.Reason);
        Assert.StartsWith("no sidecar could be read until 2026-11-25 00:15:00Z: OSS-AccessDenied: OSS refused GetObject (403", end.Detail, StringComparison.Ordinal);
        Assert.Contains("EC 0003-00000001), and says 'You have no right to access this object.'", end.Detail, StringComparison.Ordinal);
        Assert.Empty(rig.TestHost.Ledger.Markers);
    }

    [Fact]
    public async Task A_run_starts_without_a_sidecar_that_stays_unreadable_until_the_wait_is_over()
    {
        var rig = new SidecarRig();
        await rig.MediaComesAsync();
        rig.Refuse("KmsAccessDenied");

        await rig.SweepAfterAsync(Wait);

        Assert.Equal([TestData.WorkflowId], rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_server_error_at_the_end_of_the_wait_is_no_missing_sidecar()
    {
        var rig = new SidecarRig();
        await rig.MediaComesAsync();
        rig.Refuse("InternalError", HttpStatusCode.InternalServerError);

        await rig.SweepAfterAsync(Wait);

        Assert.IsType<WorkflowRun.Waiting>(await rig.TestHost.RunAsync());
        rig.Put(SidecarRig.Good);

        await rig.SweepAfterAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["w-2"], rig.WorkflowsStarted);
    }

    [Theory]
    [InlineData("wait 30", 30)]
    [InlineData("require", 24 * 60)]
    public async Task Stale_keys_at_the_end_of_the_wait_are_no_missing_sidecar(string policy, int minutes)
    {
        var rig = new SidecarRig(policy);
        await rig.MediaComesAsync();
        rig.Refuse("SecurityTokenExpired");

        await Assert.ThrowsAnyAsync<Exception>(() => rig.SweepAfterAsync(TimeSpan.FromMinutes(minutes)));

        Assert.IsType<WorkflowRun.Waiting>(await rig.TestHost.RunAsync());
        rig.Put(SidecarRig.Good);

        await rig.SweepAfterAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["w-2"], rig.WorkflowsStarted);
    }

    /// <summary>Case F18.</summary>
    [Fact]
    public async Task A_key_that_no_sidecar_can_have_is_waited_for_without_failures_like_a_sidecar_that_does_not_come()
    {
        var rig = new SidecarRig();
        rig.Refuse("InvalidObjectName");

        await rig.MediaComesAsync();

        Assert.IsType<WorkflowRun.Waiting>(await rig.TestHost.RunAsync());

        await rig.SweepAfterAsync(Wait);

        Assert.Equal([TestData.WorkflowId], rig.WorkflowsStarted);
    }

    [Fact]
    public async Task A_required_sidecar_at_a_key_that_it_cannot_have_is_missing_at_the_end_of_the_wait()
    {
        var rig = new SidecarRig("require");
        rig.Refuse("InvalidObjectName");
        await rig.MediaComesAsync();

        await rig.SweepAfterAsync(TimeSpan.FromHours(24));

        var end = await rig.EndAsync();
        Assert.Equal((CancelRecord.SidecarMissing, "no sidecar came until 2026-11-25 00:15:00Z."), (end.Reason, end.Detail));
    }

    [Theory]
    [InlineData("SecurityTokenExpired", HttpStatusCode.Forbidden, false)]
    [InlineData("RequestTimeTooSkewed", HttpStatusCode.Forbidden, false)]
    [InlineData("InternalError", HttpStatusCode.InternalServerError, false)]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden, true)]
    public void Only_a_refusal_of_the_call_itself_is_definite(string code, HttpStatusCode status, bool definite) =>
        Assert.Equal(definite, new OssException("GetObject", status, code, null).IsDefinite);
}
