using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>No function process outlives the local cloud, however it ends.</summary>
[SupportedOSPlatform("linux")]
public sealed class SignalJourneyTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public static TheoryData<string> Signals => ["TERM", "INT", "HUP", "QUIT", "KILL"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinuxTheory]
    [MemberData(nameof(Signals))]
    public async Task Functions_that_wait_for_requests_end_with_the_local_cloud(string signal)
    {
        await using var cloud = await LocalCloud.StartAsync("--preparing", "0.1", "--processing", "0.1");
        await cloud.PutAsync("uploads/a.mp4");
        await cloud.UntilAsync("uploads/a.mp4", "Succeed", called: true);
        var functions = (await cloud.ProcessesAsync("ingest")).Concat(await cloud.ProcessesAsync("callback")).ToArray();
        Assert.Equal(2, functions.Length);

        var exit = await cloud.StopAsync(signal);

        Assert.Equal(signal == "KILL" ? 128 + 9 : 0, exit);
        await GoneAsync(functions);
    }

    [LinuxTheory]
    [MemberData(nameof(Signals))]
    public async Task A_function_that_a_timer_is_just_starting_ends_with_the_local_cloud(string signal)
    {
        var (bootstrap, started) = Script("""echo $$ >> "$PIDS"; exec sleep 600""");
        await using var cloud = await LocalCloud.StartAsync("--bootstrap", bootstrap);
        await cloud.AdvanceAsync(TimeSpan.FromMinutes(6));
        await UntilAsync(() => File.Exists(started) && Ids(started).Length > 0);

        // It is known although it does not listen: who asks for the processes sees it.
        Assert.Equal(Ids(started), await cloud.ProcessesAsync("reconcile"));
        await cloud.StopAsync(signal);

        await GoneAsync(Ids(started));
    }

    // From the very first moment on: the signal comes while the process is being started, sometimes before, sometimes after it exists.
    [LinuxTheory]
    [MemberData(nameof(Signals))]
    public async Task A_signal_at_the_moment_of_a_start_leaves_nothing_behind(string signal)
    {
        for (var round = 0; round < 5; round++)
        {
            var (bootstrap, started) = Script("""echo $$ >> "$PIDS"; exec sleep 600""");
            await using var cloud = await LocalCloud.StartAsync("--bootstrap", bootstrap);
            var advancing = cloud.AdvanceAsync(TimeSpan.FromMinutes(6));
            await cloud.StopAsync(signal);
            await AnsweredOrCutOffAsync(advancing);

            await GoneAsync(File.Exists(started) ? Ids(started) : []);
        }
    }

    [LinuxFact]
    public async Task A_local_cloud_that_was_told_to_ignore_the_end_of_its_terminal_goes_on()
    {
        await using var cloud = await LocalCloud.StartUnderAsync("nohup");

        await cloud.SignalAsync("HUP");

        Assert.Empty(await cloud.RunsAsync());
        Assert.Equal(0, await cloud.StopAsync("TERM"));
    }

    private static async Task AnsweredOrCutOffAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (HttpRequestException)
        {
            // The signal was faster than the answer.
        }
    }

    // A function gets almost none of the emulator's environment, so the script itself says where to write.
    private (string Bootstrap, string Started) Script(string commands)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;
        var (bootstrap, started) = (Path.Combine(folder, "bootstrap"), Path.Combine(folder, "started"));
        File.WriteAllText(bootstrap, $"#!/bin/sh\nPIDS='{started}'\n{commands}\n");
        File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (bootstrap, started);
    }

    private static int[] Ids(string file) => [.. File.ReadAllLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    private static Task GoneAsync(int[] processes) => UntilAsync(() => processes.All(IsGone));

    // What has ended and was not collected by its parent yet has no program any more.
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (Exception gone) when (gone is IOException)
        {
            return true;
        }
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        var since = Stopwatch.StartNew();

        while (!reached())
        {
            Assert.True(since.Elapsed < Limit, "It was not so in time.");
            await Task.Yield();
        }
    }
}
