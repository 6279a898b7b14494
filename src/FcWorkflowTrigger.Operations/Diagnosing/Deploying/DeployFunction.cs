using System.Globalization;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Operations.Diagnosing.Deploying;

/// <summary>One function of the deployment file.</summary>
/// <param name="Resource">Its name in the file: <c>ingest</c>.</param>
/// <param name="Props">What is deployed; every value is a text.</param>
internal sealed record DeployFunction(string Resource, JsonObject Props)
{
    public string Name => Text("functionName") ?? Resource;

    public IReadOnlyDictionary<string, string> Environment { get; } =
        (Props["environmentVariables"] as JsonObject)?.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Key, variable => variable.Value!.ToString()) ?? [];

    public IReadOnlyList<DeployTrigger> Triggers { get; } =
        [.. (Props["triggers"] as JsonArray)?.OfType<JsonObject>().Select(trigger => new DeployTrigger(trigger)) ?? []];

    /// <summary>Null when the file has none, so that Function Compute's own defaults hold.</summary>
    public JsonObject? Async => Props["asyncInvokeConfig"] as JsonObject;

    /// <summary>The ARN of the failure destination; null when there is none.</summary>
    public string? FailureDestination => Async?["destinationConfig"]?["onFailure"]?["destination"]?.ToString();

    /// <summary>In seconds; Function Compute's default is 3.</summary>
    public int Timeout => Number("timeout") ?? 3;

    public string? Text(string name) => Props[name]?.ToString();

    public int? Number(string name) => ToNumber(Props[name]);

    public static int? ToNumber(JsonNode? node) => int.TryParse(node?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>One trigger of a function.</summary>
internal sealed record DeployTrigger(JsonObject Node)
{
    public string Name => Node["triggerName"]?.ToString() ?? "";

    /// <summary><c>oss</c>, <c>http</c>, <c>timer</c> or <c>eventbridge</c>.</summary>
    public string Type => Node["triggerType"]?.ToString() ?? "";

    public JsonObject Config { get; } = Node["triggerConfig"] as JsonObject ?? [];

    /// <summary>The bucket of an OSS trigger: the end of its source's ARN.</summary>
    public string Bucket => Node["sourceArn"]?.ToString().Split(':')[^1] ?? "";

    /// <summary>Of an OSS trigger, with <c>oss:</c>.</summary>
    public IReadOnlyList<string> Events => Texts("events");

    public IReadOnlyList<string> Methods => Texts("methods");

    public string Prefix => Config["filter"]?["key"]?["prefix"]?.ToString() ?? "";

    public string Suffix => Config["filter"]?["key"]?["suffix"]?.ToString() ?? "";

    private IReadOnlyList<string> Texts(string name) => [.. (Config[name] as JsonArray)?.OfType<JsonNode>().Select(text => text.ToString()) ?? []];
}
