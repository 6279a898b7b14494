using System.Diagnostics;
using System.Text;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Uploads one object and prints the timeline of its run, until the end of the run is recorded.</summary>
internal static class DemoCommand
{
    private const string Key = "uploads/sample.mp4";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(EmulatorOptions options, bool portChosen, CancellationToken cancellationToken)
    {
        await using var emulation = await StartAsync(options, portChosen);
        FunctionOutputPrinter.Subscribe(emulation, options.Verbose);
        var timeline = new DemoTimeline(Console.Out, Stopwatch.StartNew());
        timeline.Write("The local cloud is up: OSS, IMS and Function Compute on 127.0.0.1.");

        if (emulation.AuthorityFile is { } authority)
        {
            timeline.Write($"They serve https; the functions trust the authority {authority}.");
        }

        var done = emulation.Functions.All.Select(function => FinishedAsync(function, timeline)).ToArray();
        emulation.Oss.Put(LocalAccount.MediaBucket, Key, Encoding.ASCII.GetBytes("a few bytes that stand for a film"), "video/mp4");
        timeline.Write($"Uploaded oss://{LocalAccount.MediaBucket}/{Key}; OSS sends an event to Function Compute.");

        try
        {
            var status = await timeline.FollowAsync(emulation.State, emulation.Clock, Key, Task.WhenAny(done), cancellationToken).WaitAsync(Timeout, cancellationToken);
            timeline.Write($"{(status == "Succeed" ? "Succeeded" : status)}: one upload, {emulation.State.Tasks.Count} task, and the end of the run is in the ledger.");
            return status == "Succeed" && emulation.State.Tasks.Count == 1 ? 0 : 1;
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync($"DEMO-STUCK: the run did not end within {Timeout.TotalSeconds} s. The last lines of the functions:");
            await FunctionOutputPrinter.PrintLastAsync(emulation);
            return 1;
        }
    }

    // If the user has chosen no port and the default ports are in use, the demo takes free ports.
    private static async Task<Emulation> StartAsync(EmulatorOptions options, bool portChosen)
    {
        try
        {
            return await Emulation.StartAsync(options);
        }
        catch (EmulatorException) when (!portChosen)
        {
            return await Emulation.StartAsync(options with { PortBase = Launch.FreePort() });
        }
    }

    /// <summary>Writes the lines of the function to the timeline. Completes when the function logs that the run is finished.</summary>
    private static Task FinishedAsync(FunctionPool function, DemoTimeline timeline)
    {
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        function.Output.Written += line =>
        {
            // The story ends here. What the function still logs about its answer may come before or after the demo's last line.
            if (finished.Task.IsCompleted)
            {
                return;
            }

            timeline.WriteFunctionLine(function.Function.Name, line);

            if (line.Contains("Finished run", StringComparison.Ordinal))
            {
                finished.TrySetResult();
            }
        };
        return finished.Task;
    }
}
