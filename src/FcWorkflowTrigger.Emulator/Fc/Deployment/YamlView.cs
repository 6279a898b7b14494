using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary>A mapping in <c>s.yaml</c> with its path. A missing value is taken from the template that the resource extends.</summary>
internal sealed class YamlView(string where, Func<string, string, string> resolve, params YamlMappingNode?[] layers)
{
    public string Where => where;

    public string Text(string key) => Find(key) is YamlScalarNode { Value: { } value }
        ? resolve(value, $"{where}.{key}")
        : throw new TemplateException(where, $"{key} is missing.");

    public string Text(string key, string fallback) => Find(key) is null ? fallback : Text(key);

    public int Number(string key, int fallback) => Find(key) is null ? fallback
        : int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new TemplateException($"{where}.{key}", $"'{Text(key)}' is not a number.");

    public bool Flag(string key, bool fallback) => Find(key) is null ? fallback
        : bool.TryParse(Text(key), out var flag) ? flag
        : throw new TemplateException($"{where}.{key}", $"'{Text(key)}' is neither true nor false.");

    /// <summary>A mapping below; empty when absent.</summary>
    public YamlView Map(string key) => new($"{where}.{key}", resolve, [.. layers.Select(layer => Child(layer, key) as YamlMappingNode)]);

    public IEnumerable<YamlView> Maps(string key) => Find(key) is YamlSequenceNode list
        ? list.Children.Select((child, index) => new YamlView($"{where}.{key}[{index}]", resolve, child as YamlMappingNode))
        : [];

    public IReadOnlyList<string> Texts(string key) => Find(key) is YamlSequenceNode list
        ? [.. list.Children.OfType<YamlScalarNode>().Select(child => resolve(child.Value ?? "", $"{where}.{key}"))]
        : [];

    /// <summary>The names in this mapping, its own before its template's.</summary>
    public IEnumerable<string> Keys => layers
        .SelectMany(layer => layer?.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "") ?? [])
        .Distinct();

    private YamlNode? Find(string key) => layers.Select(layer => Child(layer, key)).FirstOrDefault(found => found is not null);

    private static YamlNode? Child(YamlMappingNode? map, string key) =>
        map is not null && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
}
