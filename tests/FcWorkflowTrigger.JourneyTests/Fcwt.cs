using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What one command has written.</summary>
internal sealed record FcwtResult(int Exit, string Out, string Error);

/// <summary>The tool as a process of its own, as a person at this cloud would type it.</summary>
internal static partial class Fcwt
{
    /// <param name="arguments">Without <c>--local</c>, which is added.</param>
    public static Task<FcwtResult> FcwtAsync(this LocalCloud cloud, params string[] arguments) =>
        RunAsync(new Dictionary<string, string?>(), [.. arguments, "--local", "--port-base", $"{new Uri(cloud.Oss).Port}"]);

    /// <param name="environment">Null takes a variable away.</param>
    public static async Task<FcwtResult> RunAsync(IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Cli, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await error);
    }

    /// <summary>The text with what differs each time replaced by a word, and without trailing spaces.</summary>
    public static string Scrub(string text) => Replace(
        text.ReplaceLineEndings("\n"),
        (PortBase(), "--local"),
        (FunctionRequest(), "<request>"),
        (ImsRequest(), "<IMS request>"),
        (Run(), "<run>"),
        (Id(), "<id>"),
        (Time(), "<time>"),
        (Duration(), "<span>"),
        (Learnt(), "learnt by <callback or poll>"),
        (Spaces(), "  "),
        (TrailingSpaces(), "")).Trim();

    private static string Replace(string text, params (Regex Pattern, string Word)[] words) =>
        words.Aggregate(text, (replaced, word) => word.Pattern.Replace(replaced, word.Word));

    [GeneratedRegex(@"--local --port-base \d+")]
    private static partial Regex PortBase();

    [GeneratedRegex(@"\b1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}\b")]
    private static partial Regex FunctionRequest();

    [GeneratedRegex(@"\b[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\b")]
    private static partial Regex ImsRequest();

    [GeneratedRegex(@"\b[0-9a-f]{40}\b")]
    private static partial Regex Run();

    [GeneratedRegex(@"\b([0-9a-f]{32}|[0-9A-F]{32})\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(\d+(\.\d)? s|\d+ (min|h|d)( \d+ (s|min|h))?)\b")]
    private static partial Regex Duration();

    // A callback that a busy machine answers too late is made up for by a sweep.
    [GeneratedRegex("learnt by (callback|poll)")]
    private static partial Regex Learnt();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex(" +$", RegexOptions.Multiline)]
    private static partial Regex TrailingSpaces();
}
