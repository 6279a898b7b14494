using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>Where what is deployed differs from what a file sets. What the file does not set is not compared; numbers and switches are compared as texts.</summary>
internal static class JsonDifference
{
    /// <returns>The paths that differ, without the values: they may be secrets.</returns>
    public static IEnumerable<string> Find(JsonNode? wanted, JsonNode? deployed, string path)
    {
        switch (wanted)
        {
            case null:
                return [];
            case JsonObject map:
                return map.SelectMany(entry => Find(entry.Value, (deployed as JsonObject)?[entry.Key], $"{path}.{entry.Key}"));
            case JsonArray list:
                return deployed is JsonArray other && list.Select(ToText).Order(StringComparer.Ordinal).SequenceEqual(other.Select(ToText).Order(StringComparer.Ordinal)) ? [] : [path];
            default:
                // Function Compute leaves out what is empty.
                return ToText(wanted) == ToText(deployed) ? [] : [path];
        }
    }

    // The text of a switch is lower case in both; a text of JSON has no quotes here.
    private static string ToText(JsonNode? node) => node is JsonObject or JsonArray ? node.ToJsonString() : node?.ToString() ?? "";
}
