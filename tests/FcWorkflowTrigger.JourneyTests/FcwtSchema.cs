using NJsonSchema;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The shapes that docs/fcwt.schema.json documents.</summary>
internal static class FcwtSchema
{
    private static readonly string Document = Path.Combine(AppContext.BaseDirectory, "fcwt.schema.json");

    /// <summary>Each line is one document of that shape.</summary>
    public static async Task RequireLinesAsync(string shape, string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);

        foreach (var line in lines)
        {
            await RequireAsync(shape, line);
        }
    }

    public static async Task RequireAsync(string shape, string json)
    {
        var schema = await JsonSchema.FromFileAsync(Document);
        Assert.Empty(schema.Definitions[shape].Validate(json));
    }
}
