using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What <c>up</c> tells on standard error of an upload, with and without <c>--quiet</c>.</summary>
public sealed partial class FcwtStoryJourneyTests
{
    [Fact]
    public async Task The_local_cloud_tells_what_happens_one_line_an_event()
    {
        var lines = await UpAsync();

        // A busy machine may answer the first callback too late, so the number of the attempt is not told here.
        string[] expected =
        [
            "callback  of task <id>: answered 200",
            "fault  duplicate struck fc *",
            "invocation  fc-workflow-trigger-callback answered (http, request <request>)",
            "invocation  fc-workflow-trigger-ingest answered (event, request <request>)",
            "task  <id> is Succeed: oss://media-in/uploads/film.mp4",
            "upload  oss://media-in/uploads/film.mp4, 10 bytes (ObjectCreated:PutObject)",
        ];
        Assert.All(expected, line => Assert.Contains(lines, told => told.StartsWith(line, StringComparison.Ordinal)));
        Assert.All(lines, told => Assert.Contains(told.Split("  ")[0], expected.Select(line => line.Split("  ")[0])));
    }

    [Fact]
    public async Task A_quiet_local_cloud_tells_nothing() => Assert.Empty(await UpAsync("--quiet"));

    /// <returns>The lines about one upload, without their times.</returns>
    private static async Task<string[]> UpAsync(params string[] options)
    {
        var (port, file) = (LocalCloud.FreePorts(), Path.Combine(Directory.CreateTempSubdirectory("story-").FullName, "film.mp4"));
        await File.WriteAllTextAsync(file, "some bytes");
        var start = new ProcessStartInfo(
            "dotnet", [Repository.Emulator, "up", "--port-base", $"{port}", "--preparing", "0.1", "--processing", "0.2", "--callback-patience", "60", "--duplicate-events", .. options])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var up = Process.Start(start)!;

        try
        {
            var story = up.StandardError.ReadToEndAsync();
            Assert.Equal($"console http://127.0.0.1:{port + 3}/", await up.StandardOutput.ReadLineAsync());
            Assert.Equal("ready", await up.StandardOutput.ReadLineAsync());
            var put = await Fcwt.RunAsync(new Dictionary<string, string?>(), ["put", file, "--local", "--port-base", $"{port}"]);
            Assert.Equal(0, put.Exit);

            // The end is in the ledger before the callback is answered.
            using var http = new HttpClient();
            using var called = await http.GetAsync(new Uri($"http://127.0.0.1:{port + 3}/_emulator/runs/wait?called=true&timeoutSeconds=60"));
            Assert.True(called.IsSuccessStatusCode);
            using var kill = Process.Start("kill", ["-TERM", $"{up.Id}"]);
            return [.. (await story).Split('\n').Where(line => TimeOfDay().IsMatch(line)).Select(line => Fcwt.Scrub(TimeOfDay().Replace(line, "")))];
        }
        finally
        {
            if (!up.HasExited)
            {
                up.Kill(entireProcessTree: true);
            }

            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d  ")]
    private static partial Regex TimeOfDay();
}
