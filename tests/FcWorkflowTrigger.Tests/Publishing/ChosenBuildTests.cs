using System.Diagnostics;
using System.Text.Json;
using FcWorkflowTrigger.Tests.Docs;

namespace FcWorkflowTrigger.Tests.Publishing;

/// <summary><c>-p:Build=auto</c> asks the machine, and says what it found. Evaluated as <c>dotnet publish</c> does, without publishing.</summary>
public sealed class ChosenBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("build-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("2.31", true, "native", ": this is Linux on x64 with clang and glibc 2.31")]
    [InlineData("2.36", true, "native", ": this is Linux on x64 with clang and glibc 2.36")]
    [InlineData("2.39", true, "portable", ": a native binary from here would need glibc 2.39, and custom.debian12 has 2.36")]
    [InlineData("2.4", true, "native", ": this is Linux on x64 with clang and glibc 2.4")]
    [InlineData("2.36", false, "portable", ": there is no clang in /usr/bin or /usr/local/bin")]
    [InlineData(null, true, "portable", ": this system has no glibc")]
    public async Task Auto_is_native_where_a_binary_that_runs_in_the_cloud_can_be_linked(string? glibc, bool hasClang, string build, string why)
    {
        if (!OperatingSystem.IsLinux())
        {
            (build, why) = ("portable", ": only Linux on x64 links a native binary");
        }

        var loader = Path.Combine(_folder, "ld-linux-x86-64.so.2");
        var clang = Path.Combine(_folder, "clang");

        if (glibc is not null)
        {
            // As the loader of Debian says it, among bytes that are no text.
            await File.WriteAllBytesAsync(loader, [0x7f, .. "ELF"u8, 0, 0xff, .. System.Text.Encoding.ASCII.GetBytes($"ld.so (Debian GLIBC {glibc}-9) stable release version {glibc}.\n"), 0]);
        }

        if (hasClang)
        {
            await File.WriteAllTextAsync(clang, "");
        }

        Assert.Equal((build, why), await ChooseAsync("auto", $"-p:GlibcLoader={loader}", $"-p:Clang={clang}"));
    }

    [Theory]
    [InlineData("native", "true", "")]
    [InlineData("portable", "", "true")]
    public async Task A_build_that_is_named_is_taken(string build, string isAot, string isReadyToRun)
    {
        var properties = await EvaluateAsync($"-p:Build={build}");

        Assert.Equal((build, isAot, isReadyToRun), (Read(properties, "ChosenBuild"), Read(properties, "PublishAot"), Read(properties, "PublishReadyToRun")));
    }

    [Fact]
    public async Task Without_a_word_the_build_is_native() => Assert.Equal("native", Read(await EvaluateAsync(), "ChosenBuild"));

    private static async Task<(string Build, string Why)> ChooseAsync(string build, params string[] facts)
    {
        var properties = await EvaluateAsync([$"-p:Build={build}", .. facts]);
        return (Read(properties, "ChosenBuild"), Read(properties, "WhyBuild"));
    }

    private static string Read(JsonElement properties, string name) => properties.GetProperty(name).GetString()!;

    private static async Task<JsonElement> EvaluateAsync(params string[] arguments)
    {
        string[] asked = ["ChosenBuild", "WhyBuild", "PublishAot", "PublishReadyToRun"];
        var start = new ProcessStartInfo(
            "dotnet", ["msbuild", Repository.PathOf($"{Repository.Function}/FcWorkflowTrigger.csproj"), "-nodeReuse:false", $"-getProperty:{string.Join(',', asked)}", .. arguments])
        {
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return JsonDocument.Parse(output).RootElement.GetProperty("Properties");
    }
}
