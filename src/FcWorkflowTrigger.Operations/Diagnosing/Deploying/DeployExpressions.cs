using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Operations.Diagnosing.Deploying;

/// <summary>Resolves the <c>${…}</c> expressions of Serverless Devs that the deployment file uses.</summary>
/// <param name="vars">The values of <c>${vars.…}</c>, unresolved.</param>
/// <param name="nameOf">The name of the function of a resource, unresolved.</param>
internal sealed partial class DeployExpressions(DeployVariables variables, IReadOnlyDictionary<string, string> vars, Func<string, string?> nameOf)
{
    /// <summary>As long as the ends that Function Compute gives to host names, because the length of the URL has a limit.</summary>
    private const string UnknownEnd = "xxxxxxxxxx";

    private readonly List<string> _problems = [];

    /// <summary>Each problem once.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.Distinct(StringComparer.Ordinal)];

    /// <summary>Resolves every text below.</summary>
    public JsonNode Resolve(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : (JsonNode?)Resolve(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(entry => entry is null ? null : Resolve(entry))]),
        _ => JsonValue.Create(Resolve(node.ToString())),
    };

    /// <summary>What a function's URL looks like before it is deployed; the host ends in <c>fcapp.run</c>.</summary>
    public static bool IsUnknownUrl(string text) => text.Contains($"-{UnknownEnd}.", StringComparison.Ordinal);

    private string Resolve(string text) => Expression().Replace(text, match => Evaluate(match.Groups["inside"].Value.Trim()));

    private string Evaluate(string inside)
    {
        if (Env().Match(inside) is { Success: true } env)
        {
            return variables.Find(env.Groups["name"].Value)
                ?? (env.Groups["fallback"].Success ? env.Groups["fallback"].Value : Report($"{env.Groups["name"].Value} is not set."));
        }

        if (inside.StartsWith("vars.", StringComparison.Ordinal))
        {
            return vars.TryGetValue(inside["vars.".Length..], out var value) ? Resolve(value) : Report($"there is no {inside}.");
        }

        return inside == "config('AccountID')" ? variables.AccountId
            : SystemUrl().Match(inside) is { Success: true } url && nameOf(url.Groups["resource"].Value) is { } name
                ? $"https://{Resolve(name)}-{UnknownEnd}.{Resolve(vars.GetValueOrDefault("region", ""))}.fcapp.run"
            : Report($"${{{inside}}} is not known here.");
    }

    private string Report(string problem)
    {
        _problems.Add(problem);
        return "";
    }

    [GeneratedRegex(@"\$\{(?<inside>[^}]*)\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^env\('(?<name>\w+)'(\s*,\s*'(?<fallback>[^']*)')?\)$")]
    private static partial Regex Env();

    [GeneratedRegex(@"^resources\.(?<resource>\w+)\.output\.url\.system_url$")]
    private static partial Regex SystemUrl();
}
