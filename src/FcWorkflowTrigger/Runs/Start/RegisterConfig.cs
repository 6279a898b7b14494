using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>What IMS derives on registration (IMS RegisterMediaInfo documentation, <c>RegisterConfig</c>): texts, as the documentation writes them.</summary>
internal sealed record RegisterConfig(
    [property: JsonPropertyName("NeedSprite")] string NeedSprite,
    [property: JsonPropertyName("NeedSnapshot")] string NeedSnapshot,
    [property: JsonPropertyName("CoverConfig")] CoverConfig? CoverConfig = null,
    [property: JsonPropertyName("SearchLibName")] string? SearchLibName = null)
{
    public static string For(RuleMedia media) => JsonSerializer.Serialize(
        new(
            Text(media.Sprites),
            Text(media.Snapshots),
            media.CoverAt is { } seconds ? new(seconds.ToString("0.####", CultureInfo.InvariantCulture)) : null,
            media.SearchLib),
        RunsJson.Compact.RegisterConfig);

    private static string Text(bool wanted) => wanted ? "true" : "false";
}

/// <param name="StartTime">Seconds, with up to four decimals.</param>
internal sealed record CoverConfig([property: JsonPropertyName("StartTime")] string StartTime);
