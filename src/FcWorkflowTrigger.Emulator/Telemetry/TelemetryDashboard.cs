using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Emulator.Commands;
using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Telemetry;

/// <summary>The standalone dashboard of Aspire: it takes traces and metrics by OTLP, shows them in a browser, and gives them back as JSON. It ends with the emulator.</summary>
/// <remarks>It is a package of NuGet, about 40 MB, that is fetched when it is first wanted and kept where NuGet keeps packages.</remarks>
internal sealed partial class TelemetryDashboard : IDisposable
{
    private const string Version = "13.6.5";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private TelemetryDashboard(Process process) => _process = process;

    /// <summary>Starts the dashboard, and returns when it takes telemetry.</summary>
    /// <exception cref="EmulatorException">There is no dashboard for this machine, it cannot be fetched, or it does not start.</exception>
    public static async Task<TelemetryDashboard> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var file = await FindAsync(cancellationToken);
        var process = await ProcessLauncher.StartAsync(Describe(file, options));

        // Read, so that it never waits for a reader.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var dashboard = new TelemetryDashboard(process);

        try
        {
            await dashboard.ListenAsync(options, cancellationToken);
            return dashboard;
        }
        catch
        {
            dashboard.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Describe(string file, EmulatorOptions options) => new(file)
    {
        WorkingDirectory = Path.GetDirectoryName(file),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["ASPNETCORE_URLS"] = options.DashboardUrl,
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = options.CollectorUrl,

            // It is on this machine's own address, as everything here, and holds nothing but what the local cloud did.
            ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
            ["Dashboard__Api__Enabled"] = "true",
            ["Dashboard__Api__AuthMode"] = "Unsecured",
        },
    };

    private async Task ListenAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();

        foreach (var url in (Uri[])[new(options.CollectorUrl), new(options.DashboardUrl)])
        {
            while (!await AnswersAsync(url, cancellationToken))
            {
                if (_process.HasExited || since.Elapsed > StartTimeout)
                {
                    throw new EmulatorException("TELEMETRY-START", $"the dashboard does not listen on {url}. Is the port taken? --port-base chooses others. Or leave --telemetry out.");
                }

                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    private static async Task<bool> AnswersAsync(Uri url, CancellationToken cancellationToken)
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);

        try
        {
            await probe.ConnectAsync(url.Host, url.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        var package = $"Aspire.Dashboard.Sdk.{RuntimeInformation.RuntimeIdentifier}";
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var file = Path.Combine(packages, package.ToLowerInvariant(), Version, "tools", OperatingSystem.IsWindows() ? "Aspire.Dashboard.exe" : "Aspire.Dashboard");

        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"Fetching {package} {Version}, once …");
            var output = await FetchAsync(package, cancellationToken);

            if (!File.Exists(file))
            {
                throw new EmulatorException("TELEMETRY-FETCH", $"{package} {Version} cannot be fetched: {ErrorLine().Match(output).Value} Leave --telemetry out.");
            }
        }

        return file;
    }

    /// <returns>What the .NET SDK wrote.</returns>
    private static async Task<string> FetchAsync(string package, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-");

        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "dashboard.csproj"),
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><PackageDownload Include="{package}" Version="[{Version}]" /></ItemGroup>
                </Project>
                """,
                cancellationToken);
            using var restore = Process.Start(new ProcessStartInfo("dotnet", ["restore"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!;
            var output = await restore.StandardOutput.ReadToEndAsync(cancellationToken);
            await restore.WaitForExitAsync(cancellationToken);
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"error NU\d+: [^\n\[]*")]
    private static partial Regex ErrorLine();
}
