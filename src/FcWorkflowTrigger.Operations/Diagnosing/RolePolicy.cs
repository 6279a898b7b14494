using System.Text.Json;
using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>A policy of RAM, as far as the checks ask it: what its statements allow. Conditions are not looked at.</summary>
internal sealed class RolePolicy
{
    private readonly IReadOnlyList<(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)> _allowed;

    private RolePolicy(JsonObject document) => _allowed =
    [
        .. (document["Statement"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(statement => statement["Effect"]?.ToString() == "Allow")
            .Select(statement => (Texts(statement["Action"]), Texts(statement["Resource"]))),
    ];

    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static RolePolicy Read(byte[] json)
    {
        try
        {
            return new(JsonNode.Parse(json) as JsonObject ?? throw new FormatException("the policy is no JSON object."));
        }
        catch (JsonException problem)
        {
            throw new FormatException($"the policy is no JSON: {problem.Message}");
        }
    }

    /// <param name="resource">As in a policy: <c>acs:oss:*:*:ledger/d/*</c>. A <c>*</c> in it stands for anything, so a statement must allow all of it.</param>
    public bool Allows(string action, string resource) => _allowed.Any(statement =>
        statement.Actions.Any(allowed => Covers(allowed, action)) && statement.Resources.Any(allowed => Covers(allowed, resource)));

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.OfType<JsonNode>().Select(text => text.ToString())],
        { } one => [one.ToString()],
        _ => [],
    };

    // A star of the policy covers any text, stars included.
    private static bool Covers(string pattern, string text)
    {
        var parts = pattern.Split('*');

        if (parts.Length == 1)
        {
            return pattern == text;
        }

        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || text.Length < parts[0].Length + parts[^1].Length || !text.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var middle = text[parts[0].Length..^parts[^1].Length];
        var at = 0;

        foreach (var part in parts[1..^1])
        {
            var found = middle.IndexOf(part, at, StringComparison.Ordinal);

            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return true;
    }
}
