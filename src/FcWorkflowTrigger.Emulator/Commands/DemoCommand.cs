using System.Diagnostics;
using System.Text;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>One upload, told from the object to the recorded end of its run.</summary>
internal static class DemoCommand
{
    private const string Key = "uploads/sample.mp4";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(EmulatorOptions options, bool portChosen, CancellationToken cancellationToken)
    {
        await using var emulation = await StartAsync(options, portChosen);
        FunctionLogs.Show(emulation, options.Verbose);
        var story = new DemoStory(Console.Out, Stopwatch.StartNew());
        story.Tell("The local cloud is up: OSS, IMS and Function Compute on 127.0.0.1.");

        if (emulation.AuthorityFile is { } authority)
        {
            story.Tell($"They speak https; the functions trust the authority {authority}.");
        }

        var done = emulation.Functions.All.Select(function => HeardAsync(function, story)).ToArray();
        emulation.Oss.Put(LocalAccount.MediaBucket, Key, Encoding.ASCII.GetBytes("a few bytes that stand for a film"), "video/mp4");
        story.Tell($"Uploaded oss://{LocalAccount.MediaBucket}/{Key}; OSS tells Function Compute.");

        try
        {
            var status = await story.FollowAsync(emulation.State, emulation.Clock, Key, Task.WhenAny(done), cancellationToken).WaitAsync(Patience, cancellationToken);
            story.Tell($"{(status == "Succeed" ? "Succeeded" : status)}: one upload, {emulation.State.Tasks.Count} task, its end in the ledger.");
            return status == "Succeed" && emulation.State.Tasks.Count == 1 ? 0 : 1;
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync($"DEMO-STUCK: the run did not end within {Patience.TotalSeconds} s. The functions said last:");
            await FunctionLogs.ShowLastAsync(emulation);
            return 1;
        }
    }

    // Somebody who only wants to see it run should not have to choose ports.
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

    /// <summary>Completes when this function has said that the run is finished; tells its story meanwhile.</summary>
    private static Task HeardAsync(FunctionPool function, DemoStory story)
    {
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        function.Log.Written += line =>
        {
            story.Repeat(function.Function.Name, line);

            if (line.Contains("Finished run", StringComparison.Ordinal))
            {
                finished.TrySetResult();
            }
        };
        return finished.Task;
    }
}
