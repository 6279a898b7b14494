using System.Diagnostics;
using System.Globalization;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The timeline of one run: the status of the task in IMS, and the log lines of the functions.</summary>
internal sealed class DemoTimeline(TextWriter output, Stopwatch since)
{
    private readonly Lock _gate = new();

    public void Write(string sentence)
    {
        lock (_gate)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{since.Elapsed.TotalSeconds,6:0.00} s  {sentence}"));
        }
    }

    /// <summary>Writes the sentence of a log line that belongs to an invocation: without its time, its request id and the facts at its end.</summary>
    public void WriteFunctionLine(string function, string line)
    {
        var mark = line.IndexOf("] ", StringComparison.Ordinal);

        if (mark > 0 && !line[..mark].Contains(" - [", StringComparison.Ordinal))
        {
            Write($"  {function}: {line[(mark + 2)..].Split(" {\"event\":")[0]}");
        }
    }

    /// <summary>Writes each new status of the task of <paramref name="key"/>, until the task has ended and <paramref name="recorded"/> is complete.</summary>
    public async Task<string> FollowAsync(ImsState ims, EmulatorClock clock, string key, Task recorded, CancellationToken cancellationToken)
    {
        var lastStatus = "";

        while (true)
        {
            var changed = ims.Changed;

            if (ims.Tasks.FirstOrDefault(task => task.Key == key)?.StatusAt(clock.GetUtcNow()) is { } status && status != lastStatus)
            {
                Write($"IMS: the task is {status}.");
                lastStatus = status;
            }

            if (lastStatus is "Succeed" or "Failed" or "Canceled")
            {
                await recorded.WaitAsync(cancellationToken);
                return lastStatus;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
