using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Finds null in lists and maps. The serializer checks fields that must not be null, but not the entries of lists and maps.</summary>
internal static class NullEntries
{
    /// <summary>The path of each list entry and map value that is null: <c>rules[0].match.suffixes[1]</c>.</summary>
    public static IEnumerable<string> Find(object value, JsonTypeInfo type) => Find(value, type, "");

    private static IEnumerable<string> Find(object? value, JsonTypeInfo type, string path) => (value, type.Kind) switch
    {
        (null, _) => [],
        (_, JsonTypeInfoKind.Object) => type.Properties.SelectMany(
            property => Find(property.Get!(value), type.Options.GetTypeInfo(property.PropertyType), path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        (IDictionary map, JsonTypeInfoKind.Dictionary) => map.Keys.Cast<string>().SelectMany(name => FindEntry(map[name], type, $"{path}.{name}")),
        (IEnumerable list, JsonTypeInfoKind.Enumerable) => list.Cast<object?>().SelectMany((entry, index) => FindEntry(entry, type, $"{path}[{index}]")),
        _ => [],
    };

    private static IEnumerable<string> FindEntry(object? entry, JsonTypeInfo type, string path) =>
        entry is null ? [path] : Find(entry, type.Options.GetTypeInfo(type.ElementType!), path);
}
