using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The story of one upload in the README is the story that the demo prints; only times and ids differ.</summary>
public sealed partial class DemoJourneyTests
{
    private const string Title = "The local cloud is up: OSS, IMS and Function Compute on 127.0.0.1.";

    [Fact]
    public async Task The_README_shows_what_the_demo_prints()
    {
        string[] native = Repository.Bootstrap is { } file ? ["--bootstrap", file] : [];
        var start = new ProcessStartInfo("dotnet", [Repository.Emulator, "demo", .. native])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var printed = ReadStory(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();

        var shown = ReadStory(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Title, shown[0]);

        // Lines of functions and of the cloud are written by different threads, so only the order within each kind is fixed.
        Assert.Equal(shown.Where(IsOfFunction), printed.Where(IsOfFunction));
        Assert.Equal(shown.Where(IsOfCloud), printed.Where(IsOfCloud));
    }

    private static bool IsOfFunction(string line) => line.StartsWith(' ');

    private static bool IsOfCloud(string line) => !IsOfFunction(line);

    // The lines with a time, without the time, and with each id written in the same way.
    private static string[] ReadStory(string text) =>
        [.. StoryLine().Matches(text).Select(line => Id().Replace(line.Groups["sentence"].Value, "<id>"))];

    [GeneratedRegex(@"^ *\d+\.\d\d s  (?<sentence>.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex StoryLine();

    [GeneratedRegex(@"\b[0-9A-Fa-f]{8}[0-9A-Fa-f-]*…?")]
    private static partial Regex Id();
}
