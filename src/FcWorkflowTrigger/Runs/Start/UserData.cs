using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>The data that IMS keeps with a task and returns with it: the callback address and the run.</summary>
/// <param name="R">The id of the run, which shows that a task belongs to this deployment.</param>
internal sealed record UserData([property: JsonPropertyName("NotifyAddress")] string NotifyAddress, [property: JsonPropertyName("r")] string R)
{
    /// <summary>IMS's limit on the whole text, in bytes of UTF-8 (IMS StartWorkflow documentation).</summary>
    public const int MaxBytes = 512;

    public static string For(Uri callbackBase, RunId run, int generation, CallbackCapability capability) =>
        new UserData(CallbackUrl(callbackBase, run.Value, generation, capability.Compute(run, generation)), run.Value).ToJson();

    /// <summary>The UserData for callbacks that IMS writes to a queue of this name. There only <see cref="R"/> names the run.</summary>
    public static string ForQueue(string queue, RunId run) => new UserData(queue, run.Value).ToJson();

    /// <summary>Adds a rule's own fields.</summary>
    /// <param name="fields">JSON with at least one field; null for none.</param>
    public static string WithFields(string userData, string? fields) => fields is null ? userData : string.Concat(userData.AsSpan(0, userData.Length - 1), ",", fields.AsSpan(1));

    /// <summary>The proof in a callback URL, in its only spelling.</summary>
    public static string CallbackQuery(int generation, string mac) => $"?g={generation}&s={mac}";

    /// <summary>The size in bytes of the longest UserData for this host.</summary>
    public static int LongestFor(Uri callbackBase) => Encoding.UTF8.GetByteCount(
        new UserData(
            CallbackUrl(callbackBase, new('0', RunId.Length), int.MaxValue, new('A', CallbackCapability.Length)),
            new('0', RunId.Length)).ToJson());

    /// <summary>Reads the run from the UserData of a task; null when the task belongs to no run.</summary>
    public static RunId? ParseRunId(string? userData)
    {
        if (string.IsNullOrWhiteSpace(userData))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(userData);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("r", out var run)
                && run.ValueKind == JsonValueKind.String
                && RunId.TryParse(run.GetString(), out var id) ? id : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is thrown for a text with half of a surrogate pair.
            return null;
        }
    }

    // The address is a capability: it must not reach a log through ToString.
    public override string ToString() => $"UserData {{ R = {R} }}";

    private string ToJson() => JsonSerializer.Serialize(this, RunsJson.Compact.UserData);

    private static string CallbackUrl(Uri callbackBase, string run, int generation, string mac) =>
        $"{callbackBase.AbsoluteUri.AsSpan().TrimEnd('/')}/callbacks/{run}{CallbackQuery(generation, mac)}";
}
