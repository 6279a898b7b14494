using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>One registered asset.</summary>
/// <param name="InputURL">As it was given.</param>
/// <param name="Found">Whether the object was there when the asset was registered.</param>
internal sealed record MediaAsset(
    string MediaId,
    string InputURL,
    string Bucket,
    string Key,
    string Title,
    string? ReferenceId,
    string? UserData,
    bool Found,
    DateTimeOffset CreateTime,
    DateTimeOffset ReadyTime)
{
    /// <summary>The given type, or the type of the extension; null if both are unknown.</summary>
    public string? MediaType { get; init; }

    public string? BusinessType { get; init; }

    public string? Description { get; init; }

    public string? MediaTags { get; init; }

    public string? CoverURL { get; init; }

    /// <summary>The id of the category; null for none.</summary>
    public long? CateId { get; init; }

    public string? ClientToken { get; init; }

    /// <summary>All parameters of the registration. The same token with other parameters is an error.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>The delivery of the callbacks is over, with or without success. Data folders call it <c>Told</c>.</summary>
    [JsonPropertyName("Told")]
    public bool Notified { get; init; }

    public IReadOnlyList<CallbackAttempt> Callbacks { get; init; } = [];

    public string StatusAt(DateTimeOffset now) => now < ReadyTime ? "Preparing" : Found ? "Normal" : "PrepareFail";
}
