using System.Text.Json;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>A function as Function Compute has it (API 2023-03-30: GetFunction, ListTriggers, GetAsyncInvokeConfig).</summary>
/// <param name="Async">Null when it has none.</param>
internal sealed record DeployedFunction(JsonObject Function, IReadOnlyList<JsonObject> Triggers, JsonObject? Async)
{
    /// <summary>CRC-64 of its code; null when the reply has none.</summary>
    public string? CodeChecksum => Function["codeChecksum"]?.ToString();

    /// <summary>The public URL of its HTTP trigger; null when it has none.</summary>
    public Uri? Url => Triggers.Select(trigger => trigger["httpTrigger"]?["urlInternet"]?.ToString()).FirstOrDefault(url => url is not null) is { } text
        && Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;

    public JsonObject? FindTrigger(string name) => Triggers.FirstOrDefault(trigger => trigger["triggerName"]?.ToString() == name);

    /// <summary>Whether a trigger fires: a timer has <c>enable</c>.</summary>
    public static bool IsEnabled(JsonObject trigger) => ParseConfig(trigger)["enable"]?.ToString() is not "false";

    /// <summary>The API gives the configuration of a trigger as a text that holds JSON.</summary>
    public static JsonObject ParseConfig(JsonObject trigger)
    {
        try
        {
            return trigger["triggerConfig"] switch
            {
                JsonObject config => config,
                JsonValue text => JsonNode.Parse(text.ToString()) as JsonObject ?? [],
                _ => [],
            };
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
