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
    /// <summary>As given, else by the extension; null when neither tells.</summary>
    public string? MediaType { get; init; }

    public string? BusinessType { get; init; }

    public string? Description { get; init; }

    public string? MediaTags { get; init; }

    public string? ClientToken { get; init; }

    /// <summary>Everything the registering call said: the same token with anything else is a mistake.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Whoever was to hear of the end of the registration has been told, or will never be.</summary>
    public bool Told { get; init; }

    public IReadOnlyList<CallbackAttempt> Callbacks { get; init; } = [];

    public string StatusAt(DateTimeOffset now) => now < ReadyTime ? "Preparing" : Found ? "Normal" : "PrepareFail";
}
