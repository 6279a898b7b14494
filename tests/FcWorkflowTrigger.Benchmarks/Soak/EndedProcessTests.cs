using System.Diagnostics;

namespace FcWorkflowTrigger.Benchmarks.Soak;

public sealed class EndedProcessTests
{
    [Fact]
    public async Task An_ended_process_is_detected_and_a_running_process_is_not()
    {
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync();

        Assert.True(new ProcessSamples("ingest", ended.Id).HasEnded);
        Assert.False(new ProcessSamples("ingest", Environment.ProcessId).HasEnded);
    }

    [Fact]
    public void The_problem_contains_the_last_lines_of_the_log()
    {
        var process = new EndedProcess("ingest", 7, TimeSpan.FromSeconds(75), ["before", "Unhandled exception."]);

        Assert.Equal(
            "PROCESS-ENDED: ingest (process 7), last seen at 00:01:15, ended by itself or did not answer in time. Its role's log ends: before | Unhandled exception.",
            process.Problem);
    }
}
