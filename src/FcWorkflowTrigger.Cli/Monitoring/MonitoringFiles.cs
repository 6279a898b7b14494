using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Monitoring;

/// <summary>The files of <c>ops/</c>: alerts and a dashboard of Simple Log Service, and rules of CloudMonitor.</summary>
internal static class MonitoringFiles
{
    public const string Alerts = "sls/alerts";
    public const string Dashboard = "sls/dashboard.json";
    public const string Rules = "cloudmonitor/rules.json";

    /// <summary>What stands in for the names of a deployment, as <c>${name}</c>.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["region", "project", "logstore", "prefix", "actionPolicy", "contactGroup"];

    /// <summary>The files, relative to the folder and in order.</summary>
    /// <exception cref="OperationException">The folder has no such file.</exception>
    public static IReadOnlyList<string> List(string folder)
    {
        IEnumerable<string> alerts = Directory.Exists(Path.Combine(folder, Alerts))
            ? Directory.EnumerateFiles(Path.Combine(folder, Alerts), "*.json").Select(file => $"{Alerts}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)
            : [];
        string[] files = [.. alerts, .. new[] { Dashboard, Rules }.Where(file => File.Exists(Path.Combine(folder, file)))];

        return files.Length > 0
            ? files
            : throw new OperationException("OPS-MISSING", $"{folder} has no {Alerts}/*.json, no {Dashboard} and no {Rules}. Give the folder `ops` of the repository.");
    }

    /// <exception cref="JsonException">The file is not JSON.</exception>
    public static JsonNode Read(string folder, string file) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, file))) ?? throw new JsonException("The file holds null.");
}
