using FcWorkflowTrigger.Emulator.Telemetry;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Serves until the process is stopped.</summary>
internal static class UpCommand
{
    public static async Task<int> RunAsync(EmulatorOptions options, bool portChosen, CancellationToken cancellationToken)
    {
        using var dashboard = options.Telemetry ? await TelemetryDashboard.StartAsync(options, cancellationToken) : null;
        await using var emulation = await Emulation.StartAsync(options);
        FunctionOutputPrinter.Subscribe(emulation, options.Verbose);

        if (!options.Quiet)
        {
            // A person looks at the page. The programs that start a quiet local cloud do so often.
            await emulation.PrepareConsoleAsync();
            emulation.Story.Told += new StoryPrinter(Console.Error).Print;
        }

        await Console.Error.WriteLineAsync(
            $"OSS {options.OssUrl}  IMS {options.ImsUrl}  Function Compute {options.FcUrl}  control {options.ControlUrl}/_emulator/runs");

        if (emulation.AuthorityFile is { } authority)
        {
            await Console.Out.WriteLineAsync($"authority {authority}");
        }

        if (dashboard is not null)
        {
            await Console.Error.WriteLineAsync($"traces and metrics {options.DashboardUrl}/traces  (a run is there at most a minute after its end)");
        }

        await Console.Out.WriteLineAsync($"console {options.ControlUrl}/");
        await Console.Out.WriteLineAsync("ready");

        var ended = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task;
        return 0;
    }
}
