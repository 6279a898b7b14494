using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Cli.Monitoring;

/// <summary>Checks the files of <c>ops/</c> without an account: every event, fact, column, metric and placeholder that they use exists.</summary>
internal static partial class MonitoringCheck
{
    public static MonitoringReport Run(string folder)
    {
        var files = MonitoringFiles.List(folder);
        return new(files.Count, [.. files.SelectMany(file => CheckFile(folder, file))]);
    }

    private static IEnumerable<MonitoringProblem> CheckFile(string folder, string file)
    {
        JsonNode content;

        try
        {
            content = MonitoringFiles.Read(folder, file);
        }
        catch (JsonException problem)
        {
            return [new(file, null, $"OPS-JSON: the file is not JSON: {problem.Message}")];
        }

        var parts = file switch
        {
            MonitoringFiles.Dashboard => Items(content["charts"]).Select(chart => (Part: Text(chart["title"]), Problems: CheckChart(chart))),
            MonitoringFiles.Rules => Items(content).Select(rule => (Part: Text(rule["RuleId"]), Problems: CheckRule(rule))),
            _ => [(Part: Text(content["name"]), Problems: CheckAlert(content))],
        };

        return
        [
            .. CheckPlaceholders(content).Select(problem => new MonitoringProblem(file, null, problem)),
            .. parts.SelectMany(part => part.Problems.Select(problem => new MonitoringProblem(file, part.Part, problem))),
        ];
    }

    private static IEnumerable<string> CheckPlaceholders(JsonNode content) => Placeholder().Matches(content.ToJsonString())
        .Select(match => match.Groups[1].Value)
        .Distinct()
        .Except(MonitoringFiles.Placeholders)
        .Select(name => $"OPS-PLACEHOLDER: ${{{name}}} stands for nothing; known are {string.Join(", ", MonitoringFiles.Placeholders)}.");

    private static IEnumerable<string> CheckAlert(JsonNode alert)
    {
        var configuration = alert["configuration"];
        var queries = Items(configuration?["queryList"]).Select(query => Text(query["query"])).ToArray();
        var conditions = Items(configuration?["severityConfigurations"]).Select(severity => Text(severity["evalCondition"]?["condition"])).ToArray();

        if (Text(alert["name"]).Length == 0 || Text(alert["displayName"]).Length is 0 or > 64 || Text(alert["schedule"]?["interval"]).Length == 0 || queries.Length == 0 || conditions.Length == 0)
        {
            yield return "OPS-SHAPE: an alert needs name, displayName of up to 64 characters, schedule.interval, configuration.queryList and configuration.severityConfigurations.";
        }

        foreach (var problem in queries.SelectMany(LogQueryCheck.Check))
        {
            yield return problem;
        }

        foreach (var column in conditions.SelectMany(ColumnsOf).Except(queries.SelectMany(LogQueryCheck.ColumnsOf)))
        {
            yield return $"OPS-COLUMN: the condition uses {column}, which the query does not return.";
        }
    }

    private static IEnumerable<string> CheckChart(JsonNode chart)
    {
        var query = Text(chart["search"]?["query"]);
        var axes = Items(chart["display"]?["xAxis"]).Concat(Items(chart["display"]?["yAxis"])).Select(Text);

        return LogQueryCheck.Check(query).Concat(axes.Except(LogQueryCheck.ColumnsOf(query)).Select(column => $"OPS-COLUMN: the chart shows {column}, which the query does not return."));
    }

    private static IEnumerable<string> CheckRule(JsonNode rule)
    {
        var metric = Text(rule["MetricName"]);

        if (Text(rule["Namespace"]) != CloudMonitorMetrics.Namespace || !CloudMonitorMetrics.Names.Contains(metric))
        {
            yield return $"OPS-METRIC: CloudMonitor has no metric {metric} of Function Compute (namespace {CloudMonitorMetrics.Namespace}).";
        }

        if (!CloudMonitorMetrics.Statistics.Contains(Text(rule["Escalations.Critical.Statistics"]))
            || !CloudMonitorMetrics.Operators.Contains(Text(rule["Escalations.Critical.ComparisonOperator"]))
            || !decimal.TryParse(Text(rule["Escalations.Critical.Threshold"]), NumberStyles.Number, CultureInfo.InvariantCulture, out _)
            || rule["Escalations.Critical.Times"] is null)
        {
            yield return "OPS-SHAPE: a rule needs Escalations.Critical with Statistics, ComparisonOperator, Threshold and Times that CloudMonitor knows.";
        }

        if (!Resource().IsMatch(Text(rule["Resources"])))
        {
            yield return "OPS-SHAPE: Resources must name region and functionName of ${prefix}-ingest, ${prefix}-callback or ${prefix}-reconcile.";
        }
    }

    private static IEnumerable<string> ColumnsOf(string condition) => Column().Matches(condition).Select(match => match.Value);

    private static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray)?.OfType<JsonNode>() ?? [];

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Column();

    [GeneratedRegex(@"^\[\{""region"": ?""\$\{region\}"", ?""functionName"": ?""\$\{prefix\}-(ingest|callback|reconcile)""\}\]$")]
    private static partial Regex Resource();
}
