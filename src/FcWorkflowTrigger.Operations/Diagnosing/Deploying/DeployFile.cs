using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FcWorkflowTrigger.Operations.Diagnosing.Deploying;

/// <summary>The deployment file with its variables resolved and its templates merged, as Serverless Devs deploys it.</summary>
/// <param name="Region">Of the first function.</param>
/// <param name="Problems">Variables that are not set, and expressions that are not known here.</param>
internal sealed record DeployFile(string Region, IReadOnlyList<DeployFunction> Functions, IReadOnlyList<string> Problems)
{
    /// <exception cref="FormatException">It is no YAML, or has no functions.</exception>
    public static DeployFile Read(string yaml, DeployVariables variables)
    {
        var root = ParseRoot(yaml);
        var resources = root["resources"] as JsonObject ?? throw new FormatException("it has no resources.");
        var expressions = new DeployExpressions(variables, Read(root["vars"] as JsonObject), resource => (resources[resource]?["props"] as JsonObject)?["functionName"]?.ToString());
        var functions = resources
            .Select(resource => new DeployFunction(resource.Key, (JsonObject)expressions.Resolve(Inherit(resource.Value as JsonObject, root["template"] as JsonObject))))
            .ToArray();

        return functions.Length > 0
            ? new(functions[0].Text("region") ?? "", functions, expressions.Problems)
            : throw new FormatException("it has no functions.");
    }

    /// <summary>The function with this <c>APP_ROLE</c>; null when there is none.</summary>
    public DeployFunction? Find(string role) => Functions.FirstOrDefault(function => function.Environment.GetValueOrDefault("APP_ROLE") == role);

    private static Dictionary<string, string> Read(JsonObject? vars) =>
        vars?.Where(entry => entry.Value is JsonValue).ToDictionary(entry => entry.Key, entry => entry.Value!.ToString()) ?? [];

    // What a resource sets goes before what the template that it extends sets, at every depth.
    private static JsonObject Inherit(JsonObject? resource, JsonObject? templates)
    {
        var own = resource?["props"] as JsonObject ?? [];
        var inherited = resource?["extend"]?["name"]?.ToString() is { } name ? templates?[name] as JsonObject : null;
        return Merge(own, inherited ?? []);
    }

    private static JsonObject Merge(JsonObject own, JsonObject inherited)
    {
        var merged = (JsonObject)own.DeepClone();

        foreach (var (name, value) in inherited)
        {
            merged[name] = merged[name] is JsonObject mine && value is JsonObject theirs ? Merge(mine, theirs)
                : merged.ContainsKey(name) ? merged[name]?.DeepClone()
                : value?.DeepClone();
        }

        return merged;
    }

    private static JsonObject ParseRoot(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [var document] && ToJson(document.RootNode) is JsonObject root ? root : throw new FormatException("it is not one YAML mapping.");
        }
        catch (YamlException problem)
        {
            throw new FormatException($"line {problem.Start.Line}: {problem.Message}");
        }
    }

    // Every scalar is a text, as the expressions in it are.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(((child.Key as YamlScalarNode)?.Value) ?? "", ToJson(child.Value))).DistinctBy(child => child.Key)),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Value: { } value } => JsonValue.Create(value),
        _ => null,
    };
}
