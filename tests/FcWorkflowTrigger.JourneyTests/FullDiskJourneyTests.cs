using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The local cloud with <c>--data</c> on a disk that is full for a while, or cannot be written at all.</summary>
[SupportedOSPlatform("linux")]
public sealed class FullDiskJourneyTests : IDisposable
{
    // Longer than IMS takes for its three attempts of a callback.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(7);

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SmallDiskFact]
    public async Task While_the_disk_is_full_uploads_are_refused_or_kept_and_afterwards_everything_goes_on()
    {
        using var disk = SmallDisk.Mount();
        string[] options = ["--data", disk.Folder, "--template", TemplateWithATimerOfTwoSeconds(), "--preparing", "0.1", "--processing", "4"];
        var answers = new Dictionary<string, HttpStatusCode>();

        await using (var cloud = await LocalCloud.StartAsync(options))
        {
            await cloud.PutAsync("uploads/before.mp4");
            await cloud.UntilAsync("uploads/before.mp4", status: null);
            disk.Fill();

            // The task of the first upload ends in this time, its callback is sent, and the timer fires three times.
            for (var (since, number) = (Stopwatch.StartNew(), 0); since.Elapsed < Outage; number++)
            {
                var key = $"uploads/{number}.mp4";
                using var reply = await cloud.TryPutAsync(key, new string('x', 10_000), "local-secret");
                answers[key] = reply.StatusCode;
                Assert.True(reply.StatusCode == HttpStatusCode.OK || (await reply.Content.ReadAsStringAsync()).Contains("<Code>InternalError</Code>", StringComparison.Ordinal));
            }

            Assert.Contains(HttpStatusCode.InternalServerError, answers.Values);
            var before = await cloud.InvocationsAsync("reconcile");
            disk.MakeRoom();

            // Six periods of the timer, a callback that is answered, and an upload as ever.
            await cloud.InvokedAsync("reconcile", before + 6);
            Assert.Single(await cloud.UntilAsync("uploads/before.mp4", "Succeed", called: true));
            await cloud.PutAsync("uploads/after.mp4");
            Assert.Single(await cloud.UntilAsync("uploads/after.mp4", "Succeed", called: true));
            answers["uploads/before.mp4"] = answers["uploads/after.mp4"] = HttpStatusCode.OK;
            await KeptAsync(cloud, answers);
            await cloud.StopAsync("KILL");
        }

        await using var restarted = await LocalCloud.StartAsync(options);
        await KeptAsync(restarted, answers);
        await restarted.QuietAsync();
    }

    [SmallDiskFact]
    public async Task An_upload_that_was_kept_while_its_event_found_no_room_starts_its_task_after_a_restart()
    {
        using var disk = SmallDisk.Mount();
        string[] options = ["--data", disk.Folder, "--preparing", "0.1", "--processing", "0.1"];

        await using (var cloud = await LocalCloud.StartAsync(options))
        {
            await cloud.PutAsync("uploads/first.mp4");
            await cloud.UntilAsync("uploads/first.mp4", "Succeed", called: true);
            await cloud.QuietAsync();
            disk.Fill(freePages: 2);
            await cloud.PutAsync("uploads/kept.mp4");
            Assert.Equal(1, await cloud.InvocationsAsync("ingest"));
            await cloud.StopAsync("KILL");
        }

        disk.MakeRoom();
        await using var restarted = await LocalCloud.StartAsync(options);

        Assert.Single(await restarted.UntilAsync("uploads/kept.mp4", "Succeed", called: true));
        await restarted.QuietAsync();
        Assert.Equal(2, (await restarted.RunsAsync()).Length);
    }

    [SmallDiskFact]
    public async Task A_disk_that_can_only_be_read_is_refused_with_a_sentence()
    {
        using var disk = SmallDisk.Mount();
        Directory.CreateDirectory(disk.Folder);
        disk.MakeReadOnly();

        var start = new ProcessStartInfo("dotnet", [Repository.Emulator, "up", "--data", disk.Folder])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardError = true,
        };
        using var emulator = Process.Start(start)!;
        var error = await emulator.StandardError.ReadToEndAsync();
        await emulator.WaitForExitAsync();

        Assert.Equal(1, emulator.ExitCode);
        Assert.StartsWith($"DATA-UNUSABLE: '{disk.Folder}' cannot be used: Read-only file system", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    /// <summary>What was answered 200 is there as a whole and has one task; what was refused is not there.</summary>
    private static async Task KeptAsync(LocalCloud cloud, Dictionary<string, HttpStatusCode> answers)
    {
        foreach (var (key, answer) in answers)
        {
            using var request = await cloud.SignedAsync(HttpMethod.Get, "media-in", key);
            using var reply = await cloud.Http.SendAsync(request);
            Assert.Equal(answer == HttpStatusCode.OK ? HttpStatusCode.OK : HttpStatusCode.NotFound, reply.StatusCode);

            if (answer == HttpStatusCode.OK)
            {
                Assert.Contains((await reply.Content.ReadAsStringAsync()).Length, new[] { "some bytes".Length, 10_000 });
                Assert.Single(await cloud.UntilAsync(key, "Succeed"));
            }
        }

        Assert.Equal(answers.Values.Count(answer => answer == HttpStatusCode.OK), (await cloud.RunsAsync()).Length);
    }

    private string TemplateWithATimerOfTwoSeconds()
    {
        var file = Path.Combine(_folder, "s.yaml");
        var deployed = File.ReadAllText(Path.Combine(Repository.Root, "s.yaml"));
        Assert.Contains("'@every 5m'", deployed, StringComparison.Ordinal);
        File.WriteAllText(file, deployed.Replace("'@every 5m'", "'*/2 * * * * *'", StringComparison.Ordinal));
        return file;
    }
}
