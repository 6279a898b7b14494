using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>A file beside an upload that says how to start its workflow, version 1. <c>sidecar.schema.json</c> describes each field.</summary>
/// <param name="Schema">For editors: where <c>sidecar.schema.json</c> is.</param>
/// <param name="ETag">Binds the sidecar to the object with this ETag; null for any upload of the key.</param>
/// <param name="WorkflowId">The workflow template to start, if the rule allows it.</param>
internal sealed record Sidecar(
    int Version,
    [property: JsonPropertyName("$schema")] string? Schema = null,
    string? ETag = null,
    string? WorkflowId = null,
    SidecarMedia? Media = null)
{
    public const int MaxBytes = 64 * 1024;
}

/// <summary>Texts for the media asset that replace the rule's. They are literal, without placeholders, and within the limits of <see cref="RuleMedia"/>.</summary>
/// <remarks>No field may cost more than the rule does, or reach further.</remarks>
/// <param name="UserData">Fields added to the rule's. For a name that both have, the rule's value counts.</param>
internal sealed record SidecarMedia(
    string? Title = null,
    string? Description = null,
    IReadOnlyList<string>? Tags = null,
    long? CateId = null,
    IReadOnlyDictionary<string, string>? UserData = null);
