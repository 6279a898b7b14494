using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>What lies beside an upload and tells how to start it, version 1; <c>sidecar.schema.json</c> tells each field.</summary>
/// <param name="Schema">For editors: where <c>sidecar.schema.json</c> is.</param>
/// <param name="ETag">Binds it to the object of this ETag; null for any upload of the key.</param>
/// <param name="WorkflowId">Which template is to start, where the rule allows it.</param>
internal sealed record Sidecar(
    int Version,
    [property: JsonPropertyName("$schema")] string? Schema = null,
    string? ETag = null,
    string? WorkflowId = null,
    SidecarMedia? Media = null)
{
    public const int MaxBytes = 64 * 1024;
}

/// <summary>Texts for the media asset, laid over the rule's. They are literal, without holes, and keep to the limits of <see cref="RuleMedia"/>.</summary>
/// <remarks>Nothing here may cost more than the rule does, or reach further.</remarks>
/// <param name="UserData">Fields beside the rule's; of one name, the rule's counts.</param>
internal sealed record SidecarMedia(
    string? Title = null,
    string? Description = null,
    IReadOnlyList<string>? Tags = null,
    long? CateId = null,
    IReadOnlyDictionary<string, string>? UserData = null);
