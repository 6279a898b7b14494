using System.Diagnostics;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The command line, as a person at this cloud would use it.</summary>
internal static class CliClient
{
    public static async Task<(int Exit, JsonElement Report)> ExplainAsync(this LocalCloud cloud, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Cli, "explain", .. arguments, "--json"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            Environment =
            {
                ["OSS_ENDPOINT"] = cloud.Oss,
                ["LEDGER_BUCKET"] = "ledger",
                ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "local",
                ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "local-secret",
            },
        };

        if (cloud.AuthorityFile is { } authority)
        {
            start.Environment["SSL_CERT_FILE"] = authority;
        }

        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, JsonDocument.Parse(answer).RootElement);
    }
}
