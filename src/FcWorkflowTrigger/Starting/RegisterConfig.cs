using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Starting;

/// <summary>What IMS derives on registration (IMS RegisterMediaInfo documentation, <c>RegisterConfig</c>): texts, as the documentation writes them.</summary>
internal sealed record RegisterConfig(
    [property: JsonPropertyName("NeedSprite")] string NeedSprite,
    [property: JsonPropertyName("NeedSnapshot")] string NeedSnapshot)
{
    public static string For(RuleMedia media) =>
        JsonSerializer.Serialize(new(Text(media.Sprites), Text(media.Snapshots)), TriggerJson.Compact.RegisterConfig);

    private static string Text(bool wanted) => wanted ? "true" : "false";
}
