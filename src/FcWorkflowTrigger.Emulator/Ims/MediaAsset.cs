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
    public string StatusAt(DateTimeOffset now) => now < ReadyTime ? "Preparing" : Found ? "Normal" : "PrepareFail";
}
