using System.Diagnostics;

namespace FcWorkflowTrigger.Benchmarks.Soak;

public sealed class EndedProcessTests
{
    [Fact]
    public async Task A_process_that_has_ended_is_seen_to_have_and_one_that_lives_is_not()
    {
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync();

        Assert.True(new Series("ingest", ended.Id).HasEnded);
        Assert.False(new Series("ingest", Environment.ProcessId).HasEnded);
    }

    [Fact]
    public void What_is_told_of_it_holds_the_last_lines_of_its_log()
    {
        var process = new EndedProcess("ingest", 7, TimeSpan.FromSeconds(75), ["before", "Unhandled exception."]);

        Assert.Equal(
            "PROCESS-ENDED: ingest (process 7), last seen at 00:01:15, ended by itself or did not answer in time. Its role's log ends: before | Unhandled exception.",
            process.Problem);
    }
}
