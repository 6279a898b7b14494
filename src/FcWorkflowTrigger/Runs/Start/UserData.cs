using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>What travels with a task and comes back with it: whom to call, and which run it is.</summary>
/// <param name="R">The run's id, by which a task is recognised as ours.</param>
internal sealed record UserData([property: JsonPropertyName("NotifyAddress")] string NotifyAddress, [property: JsonPropertyName("r")] string R)
{
    /// <summary>IMS's limit on the whole text, in bytes of UTF-8 (IMS StartWorkflow documentation).</summary>
    public const int MaxBytes = 512;

    public static string For(Uri callbackBase, RunId run, int generation, CallbackCapability capability) =>
        new UserData(CallbackUrl(callbackBase, run.Value, generation, capability.Compute(run, generation)), run.Value).ToJson();

    /// <summary>The same for callbacks that IMS is to write to a queue of this name, where only <see cref="R"/> tells the run.</summary>
    public static string ForQueue(string queue, RunId run) => new UserData(queue, run.Value).ToJson();

    /// <summary>What proves a callback URL; the one spelling of it.</summary>
    public static string CallbackQuery(int generation, string mac) => $"?g={generation}&s={mac}";

    /// <summary>Bytes the longest UserData for this host takes.</summary>
    public static int LongestFor(Uri callbackBase) => Encoding.UTF8.GetByteCount(
        new UserData(
            CallbackUrl(callbackBase, new('0', RunId.Length), int.MaxValue, new('A', CallbackCapability.Length)),
            new('0', RunId.Length)).ToJson());

    /// <summary>The run a task says it belongs to; null for a task that is not ours.</summary>
    public static RunId? RunOf(string? userData)
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
            // The latter is thrown for a text that holds half of a surrogate pair.
            return null;
        }
    }

    // The address is a capability, which must never reach a log by way of a record's own text.
    public override string ToString() => $"UserData {{ R = {R} }}";

    private string ToJson() => JsonSerializer.Serialize(this, RunsJson.Compact.UserData);

    private static string CallbackUrl(Uri callbackBase, string run, int generation, string mac) =>
        $"{callbackBase.AbsoluteUri.AsSpan().TrimEnd('/')}/callbacks/{run}{CallbackQuery(generation, mac)}";
}
