using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Cli.Commands;
using FcWorkflowTrigger.Cli.Monitoring;
using FcWorkflowTrigger.Tests.Docs;
using Spectre.Console;

namespace FcWorkflowTrigger.Tests.Cli;

/// <summary>What lies in ops/ works: each alarm asks for events and facts that the functions log, and a mistake in it is named.</summary>
public sealed class MonitoringTests : IDisposable
{
    private static readonly string Ops = Repository.PathOf("ops");

    private readonly string _folder = Directory.CreateTempSubdirectory("ops-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public MonitoringTests()
    {
        foreach (var file in MonitoringFiles.List(Ops))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.Copy(Path.Combine(Ops, file), Path.Combine(_folder, file));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_ships_is_valid() => Assert.Empty(MonitoringCheck.Run(Ops).Problems);

    [Fact]
    public void Every_alarm_of_the_operations_page_that_is_about_the_log_ships()
    {
        var files = MonitoringFiles.List(Ops).Where(file => file.StartsWith($"{MonitoringFiles.Alerts}/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension);

        PageAssert.Same(
            Repository.Page("docs/operations.md").Table("Alarms that ship", "File").Select(row => MarkdownPage.Plain(row[0])).Where(file => file.StartsWith(MonitoringFiles.Alerts, StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)),
            files!);
    }

    [Theory]
    [InlineData("sls/alerts/parked.json", "sweep.levels", "sweep.finished", "OPS-EVENT: no log line has the event sweep.finished.")]
    [InlineData("sls/alerts/parked.json", "$.parked", "$.parkedRuns", "OPS-FACT: no log line has the fact parkedRuns.")]
    [InlineData("sls/alerts/parked.json", "parked > 0", "held > 0", "OPS-COLUMN: the condition uses held, which the query does not return.")]
    [InlineData("sls/alerts/parked.json", "${project}", "${projekt}", "OPS-PLACEHOLDER: ${projekt} stands for nothing")]
    [InlineData("sls/alerts/parked.json", "\"interval\"", "\"intervall\"", "OPS-SHAPE: an alert needs")]
    [InlineData("sls/alerts/parked.json", " | SELECT", " SELECT", "OPS-QUERY: the query has no search")]
    [InlineData("sls/alerts/parked.json", "\"name\":", "name:", "OPS-JSON: the file is not JSON")]
    [InlineData("sls/alerts/errors.json", "'ERROR'", "'Error'", "OPS-FACT: the fact level is never Error.")]
    [InlineData("sls/alerts/callbacks-forged.json", "'Forged'", "'forged'", "OPS-FACT: the fact result is never forged.")]
    [InlineData("sls/alerts/deliveries-given-up.json", "IN ('delivery.given_up', 'delivery.lost')", "IN ('delivery.given_up', 'delivery.gone')", "OPS-EVENT: no log line has the event delivery.gone.")]
    [InlineData("sls/alerts/start-deferred.json", "$.error.code", "$.error", "OPS-FACT: no log line has the fact error.")]
    [InlineData("sls/dashboard.json", "\"p95\"", "\"p99\"", "OPS-COLUMN: the chart shows p99, which the query does not return.")]
    [InlineData("sls/dashboard.json", "upload.refused", "upload.denied", "OPS-EVENT: no log line has the event upload.denied.")]
    [InlineData("cloudmonitor/rules.json", "FunctionFunctionErrors", "FunctionErrors", "OPS-METRIC: CloudMonitor has no metric FunctionErrors")]
    [InlineData("cloudmonitor/rules.json", "acs_fc", "acs_fc3", "OPS-METRIC: ")]
    [InlineData("cloudmonitor/rules.json", "GreaterThanThreshold", "Greater", "OPS-SHAPE: a rule needs Escalations.Critical")]
    [InlineData("cloudmonitor/rules.json", "\"Sum\"", "\"Total\"", "OPS-SHAPE: a rule needs Escalations.Critical")]
    [InlineData("cloudmonitor/rules.json", "${prefix}-ingest\\\"}]", "${prefix}-upload\\\"}]", "OPS-SHAPE: Resources must name")]
    public void A_mistake_is_named(string file, string right, string wrong, string problem)
    {
        var path = Path.Combine(_folder, file);
        var before = File.ReadAllText(path);
        File.WriteAllText(path, before.Replace(right, wrong, StringComparison.Ordinal));
        Assert.NotEqual(before, File.ReadAllText(path));

        var report = MonitoringCheck.Run(_folder);

        Assert.All(report.Problems, found => Assert.Equal(file, found.File));
        Assert.Contains(report.Problems, found => found.Problem.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_lists_the_problems_and_exits_1()
    {
        Assert.Equal(0, await RunAsync("ops", "check", _folder));
        Assert.Contains(" files are valid.", _out.ToString(), StringComparison.Ordinal);

        var path = Path.Combine(_folder, "cloudmonitor/rules.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("FunctionP99Duration", "FunctionP98Duration", StringComparison.Ordinal));

        Assert.Equal(1, await RunAsync("ops", "check", _folder));
        Assert.Contains("cloudmonitor/rules.json: ${prefix}-callback-slow: OPS-METRIC: CloudMonitor has no metric FunctionP98Duration", _out.ToString(), StringComparison.Ordinal);

        _out.GetStringBuilder().Clear();
        Assert.Equal(1, await RunAsync("ops", "check", _folder, "--json"));
        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.Equal((11, 1), (report.GetProperty("files").GetInt32(), report.GetProperty("problems").GetArrayLength()));
    }

    [Fact]
    public async Task A_folder_without_files_is_an_error_that_says_what_to_give()
    {
        Assert.Equal(1, await RunAsync("ops", "check", Path.Combine(_folder, "sls")));
        Assert.StartsWith("OPS-MISSING: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rendered_files_hold_the_names_and_no_placeholder()
    {
        var target = Path.Combine(_folder, "rendered");

        Assert.Equal(0, await RunAsync(["ops", "render", _folder, "--out", target, .. Names]));

        var files = MonitoringFiles.List(target);
        Assert.Equal(MonitoringFiles.List(_folder), files);
        Assert.All(files, file => Assert.DoesNotContain("${", File.ReadAllText(Path.Combine(target, file)), StringComparison.Ordinal));
        var query = MonitoringFiles.Read(target, "sls/alerts/parked.json")["configuration"]!["queryList"]![0]!;
        Assert.Equal(("my-project", "my-logs", "cn-shanghai"), (Text(query, "project"), Text(query, "store"), Text(query, "region")));
        var rule = (JsonArray)MonitoringFiles.Read(target, MonitoringFiles.Rules);
        Assert.Equal("""[{"region": "cn-shanghai", "functionName": "video-ingest"}]""", Text(rule[0]!, "Resources"));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("${prefix}")]
    [InlineData("")]
    public async Task A_name_that_would_break_the_files_is_refused(string name)
    {
        var target = Path.Combine(_folder, "rendered");

        Assert.NotEqual(0, await RunAsync(["ops", "render", _folder, "--out", target, .. Names[..^1], name]));
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public async Task Wrong_files_are_not_rendered()
    {
        var path = Path.Combine(_folder, "sls/dashboard.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("run.started", "run.begun", StringComparison.Ordinal));

        Assert.Equal(1, await RunAsync(["ops", "render", _folder, "--out", Path.Combine(_folder, "rendered"), .. Names]));
        Assert.Contains("OPS-EVENT: no log line has the event run.begun.", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "rendered")));
    }

    private static readonly string[] Names =
        ["--region", "cn-shanghai", "--project", "my-project", "--logstore", "my-logs", "--prefix", "video", "--contact-group", "on-call", "--action-policy", "on-call"];

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private Task<int> RunAsync(params string[] arguments)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(_out) });
        return CommandLine.Create(_ => null, console).Parse(arguments).InvokeAsync(new() { Output = _out, Error = _error });
    }
}
