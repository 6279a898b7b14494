using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace FcWorkflowTrigger.Emulator.Fc.Instances;

/// <summary>Starts the function processes. On Linux no function process outlives the emulator, however the emulator ends: the kernel kills the process (parent-death signal).</summary>
/// <remarks>
/// <c>setpriv</c> asks for the signal and becomes the function, so the process id stays the same. Without <c>setpriv</c> (macOS, Windows) a function ends with the
/// emulator only if the emulator can still end it.
/// </remarks>
internal static class ProcessLauncher
{
    private const string Tool = "setpriv";
    private const string DeathSignal = "--pdeathsig=KILL";

    // If the emulator has ended before the signal was asked for, no signal comes: then the parent is another process. PWD is the shell's own variable.
    private const string Become = """test "$PPID" = "$0" && unset PWD && exec "$@" """;

    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly Lazy<string?> Setpriv = new(Find);

    // For the kernel, the parent is the thread that starts the process. A thread of the pool may end at any time; this one lives as long as the emulator.
    private static readonly Thread Starter = Begin();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        Debug.Assert(Starter.IsAlive, "The thread ends with the process.");
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(Bound(start))!);
            }
            catch (Exception problem)
            {
                started.SetException(problem);
            }
        });
        return started.Task;
    }

    private static ProcessStartInfo Bound(ProcessStartInfo start)
    {
        if (Setpriv.Value is { } tool)
        {
            var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            string[] arguments = [DeathSignal, "/bin/sh", "-c", Become, parent, start.FileName, .. start.ArgumentList];
            start.FileName = tool;
            start.ArgumentList.Clear();

            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
        }

        return start;
    }

    private static Thread Begin()
    {
        var thread = new Thread(() =>
        {
            foreach (var start in Starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        {
            IsBackground = true,
            Name = "Starts the function processes",
        };
        thread.Start();
        return thread;
    }

    /// <summary>The path of a <c>setpriv</c> that knows the option; that of busybox does not.</summary>
    private static string? Find()
    {
        var file = OperatingSystem.IsLinux()
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, Tool)).FirstOrDefault(File.Exists)
            : null;

        if (file is null)
        {
            return null;
        }

        using var probe = Process.Start(new ProcessStartInfo(file, [DeathSignal, "true"]) { RedirectStandardError = true })!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0 ? Path.GetFullPath(file) : null;
    }
}
