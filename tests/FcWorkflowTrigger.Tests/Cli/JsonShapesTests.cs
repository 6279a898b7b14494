using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cli;
using FcWorkflowTrigger.Tests.Docs;

namespace FcWorkflowTrigger.Tests.Cli;

/// <summary>docs/fcwt.schema.json is what the types say, and docs/fcwt.md names each of them.</summary>
public sealed class JsonShapesTests
{
    private static readonly Type[] Shapes = [.. typeof(CliJson).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)];

    [Fact]
    public void The_schema_is_that_of_the_types()
    {
        var schema = CreateSchema().ToJsonString(new() { WriteIndented = true });
        var actual = Path.Combine(AppContext.BaseDirectory, "fcwt.schema.json");
        File.WriteAllText(actual, $"{schema}\n");

        Assert.True(schema == Repository.Read("docs/fcwt.schema.json").TrimEnd(), $"The shapes have changed. Who reads the output? If it is meant: cp {actual} docs/fcwt.schema.json");
    }

    [Fact]
    public void The_page_names_every_shape() => PageAssert.Same(
        Shapes.Select(shape => shape.Name),
        Repository.Page("docs/fcwt.md").Table("JSON", "Command").SelectMany(row => MarkdownPage.CodesOf(row[1])));

    private static JsonObject CreateSchema()
    {
        var definitions = new JsonObject();

        foreach (var shape in Shapes.OrderBy(shape => shape.Name, StringComparer.Ordinal))
        {
            definitions[shape.Name] = Close(CliJson.Default.Options.GetJsonSchemaAsNode(shape, new() { TreatNullObliviousAsNonNullable = true }), shape.Name);
        }

        return new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["definitions"] = definitions };
    }

    // What is never null is always written; nothing else is written.
    private static JsonNode Close(JsonNode node, string shape)
    {
        // The shapes of a line that may be one of several.
        foreach (var one in (node as JsonArray) ?? [])
        {
            Close(one!, shape);
        }

        if (node is JsonObject { } schema)
        {
            if (schema["properties"] is JsonObject properties)
            {
                schema["required"] = new JsonArray([.. properties.Where(property => !IsNullable(property.Value!)).Select(property => JsonValue.Create(property.Key))]);
                schema["additionalProperties"] = false;
            }

            // A type that comes twice is described once, and its place is told from the root.
            if (schema["$ref"]?.GetValue<string>() is { } place)
            {
                schema["$ref"] = place.Replace("#/", $"#/definitions/{shape}/", StringComparison.Ordinal);
            }

            foreach (var (_, child) in schema.ToArray())
            {
                if (child is not null)
                {
                    Close(child, shape);
                }
            }
        }

        return node;
    }

    private static bool IsNullable(JsonNode property) =>
        property is JsonObject schema && schema["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null");
}
