using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Operations.Connecting;

/// <summary>A profile of the Alibaba Cloud CLI, from its <c>~/.aliyun/config.json</c> (Alibaba Cloud CLI documentation, "Configure credentials").</summary>
/// <param name="Region">Null where the profile has none.</param>
internal sealed record CloudProfile(string Name, Credentials Credentials, string? Region)
{
    private const string KeyMode = "AK";
    private const string TokenMode = "StsToken";

    /// <param name="name">Null for the profile that the file calls current.</param>
    /// <param name="home">The user's folder; null where there is none.</param>
    /// <returns>Null when no profile is named and there is no file.</returns>
    /// <exception cref="OperationException">The file cannot be read, or the profile is not there, incomplete, or of a mode that is not supported.</exception>
    public static CloudProfile? Read(string? name, string? home)
    {
        var path = home is null ? null : Path.Combine(home, ".aliyun", "config.json");

        if (path is null || !File.Exists(path))
        {
            return name is null ? null : throw new OperationException("PROFILE-FILE", $"there is no {path ?? "~/.aliyun/config.json"}; make one with `aliyun configure`.");
        }

        return Find(Parse(path), name, path);
    }

    private static ProfileFile Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProfileJson.Default.ProfileFile) ?? new(null, null);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            // The parser's message may show a part of the file, which holds secrets.
            throw new OperationException("PROFILE-FILE", $"'{path}' cannot be read ({problem.GetType().Name}); make it anew with `aliyun configure`.");
        }
    }

    private static CloudProfile Find(ProfileFile file, string? name, string path)
    {
        var wanted = name ?? file.Current ?? "default";
        var profiles = file.Profiles ?? [];
        var entry = profiles.FirstOrDefault(profile => profile.Name == wanted)
            ?? throw new OperationException("PROFILE-UNKNOWN", $"'{path}' has no profile '{LogText.Escape(wanted)}'; it has: {string.Join(", ", profiles.Select(profile => LogText.Escape(profile.Name)))}.");

        return entry.Mode switch
        {
            KeyMode => new(wanted, RequireKeys(entry, token: null), NotEmpty(entry.RegionId)),
            TokenMode => new(wanted, RequireKeys(entry, NotEmpty(entry.StsToken) ?? throw Incomplete(wanted, "sts_token")), NotEmpty(entry.RegionId)),
            _ => throw new OperationException(
                "PROFILE-MODE",
                $"profile '{LogText.Escape(wanted)}' is of mode '{LogText.Escape(entry.Mode)}'; fcwt reads {KeyMode} and {TokenMode}. Make one with `aliyun configure --mode {TokenMode}`, or set the ALIBABA_CLOUD_… variables."),
        };
    }

    private static Credentials RequireKeys(ProfileEntry entry, string? token) => new(
        NotEmpty(entry.AccessKeyId) ?? throw Incomplete(entry.Name!, "access_key_id"),
        NotEmpty(entry.AccessKeySecret) ?? throw Incomplete(entry.Name!, "access_key_secret"),
        token);

    private static OperationException Incomplete(string name, string field) =>
        new("PROFILE-INCOMPLETE", $"profile '{LogText.Escape(name)}' has no {field}; complete it with `aliyun configure --profile {LogText.Escape(name)}`.");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>The file of the Alibaba Cloud CLI; only what is read here.</summary>
internal sealed record ProfileFile(string? Current, IReadOnlyList<ProfileEntry>? Profiles);

internal sealed record ProfileEntry(string? Name, string? Mode, string? AccessKeyId, string? AccessKeySecret, string? StsToken, string? RegionId)
{
    // Keys must never reach a terminal by way of a record's own text.
    public override string ToString() => $"ProfileEntry {{ Name = {Name}, Mode = {Mode} }}";
}

[JsonSerializable(typeof(ProfileFile))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ProfileJson : JsonSerializerContext;
