using System.Diagnostics;
using System.Globalization;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>The timeline of one run: what IMS shows from outside, and what the functions say of themselves.</summary>
internal sealed class DemoStory(TextWriter output, Stopwatch since)
{
    private readonly Lock _gate = new();

    public void Tell(string sentence)
    {
        lock (_gate)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{since.Elapsed.TotalSeconds,6:0.00} s  {sentence}"));
        }
    }

    /// <summary>A function's own sentence, without the time and request id before it.</summary>
    public void Repeat(string function, string line)
    {
        var mark = line.IndexOf("] ", StringComparison.Ordinal);

        if (mark > 0)
        {
            Tell($"  {function}: {line[(mark + 2)..]}");
        }
    }

    /// <summary>Tells each new status of the task of <paramref name="key"/> until it has ended and <paramref name="recorded"/> is complete.</summary>
    public async Task<string> FollowAsync(ImsState ims, EmulatorClock clock, string key, Task recorded, CancellationToken cancellationToken)
    {
        var told = "";

        while (true)
        {
            var changed = ims.Changed;

            if (ims.Tasks.FirstOrDefault(task => task.Key == key)?.StatusAt(clock.GetUtcNow()) is { } status && status != told)
            {
                Tell($"IMS: the task is {status}.");
                told = status;
            }

            if (told is "Succeed" or "Failed" or "Canceled")
            {
                await recorded.WaitAsync(cancellationToken);
                return told;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
