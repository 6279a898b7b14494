using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Tests.Rules;

/// <summary>The schema and the loader know the same fields and words. The samples are validated against the schema in tests/FcWorkflowTrigger.Witnesses.</summary>
public sealed class RuleSchemaTests
{
    private static JsonElement Schema { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "rules.schema.json"))).RootElement;

    [Fact]
    public void The_schema_declares_its_draft() =>
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema.GetProperty("$schema").GetString());

    [Theory]
    [InlineData("$defs/rule")]
    [InlineData("$defs/rule/properties/workflowIdFrom")]
    [InlineData("$defs/match")]
    [InlineData("$defs/media")]
    [InlineData("$defs/budget")]
    public void Schema_and_loader_know_the_same_fields(string place)
    {
        JsonTypeInfo type = place.Split('/')[^1] switch
        {
            "rule" => RulesJson.Default.Rule,
            "match" => RulesJson.Default.RuleMatch,
            "media" => RulesJson.Default.RuleMedia,
            "budget" => RulesJson.Default.RuleBudget,
            _ => RulesJson.Default.WorkflowIdFrom,
        };

        Assert.Equal(type.Properties.Select(property => property.Name).Order(), At($"{place}/properties").EnumerateObject().Select(field => field.Name).Order());
    }

    [Theory]
    [InlineData("$defs/rule/properties/onReupload", nameof(RuleChoices.OnReupload))]
    [InlineData("$defs/budget/properties/over", nameof(RuleChoices.Over))]
    [InlineData("$defs/rule/properties/input", nameof(RuleChoices.Input))]
    [InlineData("$defs/rule/properties/check", nameof(RuleChoices.Check))]
    [InlineData("$defs/match/properties/kinds/items", nameof(RuleChoices.Kinds))]
    [InlineData("$defs/match/properties/events/items", nameof(RuleChoices.Events))]
    [InlineData("$defs/match/properties/storageClasses/items", nameof(RuleChoices.StorageClasses))]
    public void Schema_and_loader_know_the_same_words(string place, string words)
    {
        var known = words switch
        {
            nameof(RuleChoices.OnReupload) => RuleChoices.OnReupload,
            nameof(RuleChoices.Over) => RuleChoices.Over,
            nameof(RuleChoices.Input) => RuleChoices.Input,
            nameof(RuleChoices.Check) => RuleChoices.Check,
            nameof(RuleChoices.Kinds) => RuleChoices.Kinds,
            nameof(RuleChoices.Events) => RuleChoices.Events,
            _ => RuleChoices.StorageClasses,
        };

        Assert.Equal(known, At($"{place}/enum").EnumerateArray().Select(word => word.GetString()));
    }

    private static JsonElement At(string place) => place.Split('/').Aggregate(Schema, (element, name) => element.GetProperty(name));
}
