using FcWorkflowTrigger.Cli.Output;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class ProgressWriterTests
{
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Two_seconds_pass_in_silence_and_then_count_rate_and_time_left_are_told()
    {
        using var progress = new ProgressWriter(_output, "runs read", 100, _time, isTerminal: false);

        Advance(progress, 10, TimeSpan.FromSeconds(1.9));
        Assert.Empty(_output.ToString());

        Advance(progress, 10, TimeSpan.FromSeconds(0.1));
        Assert.Equal($"11 of 100 runs read, 5.5/s, about 16 s left{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public void A_terminal_has_one_line_that_is_taken_away_at_the_end()
    {
        using (var progress = new ProgressWriter(_output, "runs read", null, _time, isTerminal: true))
        {
            Advance(progress, 4, TimeSpan.FromSeconds(2));
        }

        Assert.Equal("\r1 runs read, 0.5/s\u001b[K\r\u001b[K", _output.ToString());
    }

    private void Advance(ProgressWriter progress, int count, TimeSpan before)
    {
        _time.Advance(before);

        for (var index = 0; index < count; index++)
        {
            progress.Report(1);
        }
    }
}
