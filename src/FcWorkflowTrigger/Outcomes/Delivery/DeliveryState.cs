using System.Globalization;
using System.Text.Json;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>The state of the deliveries of one run.</summary>
/// <param name="Entries">By <c>&lt;seq of the end&gt;/&lt;sink&gt;</c>.</param>
internal sealed record DeliveryState(IReadOnlyDictionary<string, DeliveryEntry> Entries)
{
    public static DeliveryState Empty { get; } = new(new Dictionary<string, DeliveryEntry>());

    /// <param name="json">Null before the first delivery.</param>
    public static DeliveryState Parse(byte[]? json) =>
        json is null ? Empty : JsonSerializer.Deserialize(json, OutcomesJson.Default.DeliveryState) ?? Empty;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OutcomesJson.Default.DeliveryState);

    public DeliveryEntry? Find(string key) => Entries.GetValueOrDefault(key);

    /// <summary>The state as if this end had never been delivered to any sink.</summary>
    public DeliveryState Without(int end) =>
        new(Entries.Where(entry => !entry.Key.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{end}/"), StringComparison.Ordinal)).ToDictionary());

    public DeliveryState With(string key, DeliveryEntry entry) => new(new Dictionary<string, DeliveryEntry>(Entries) { [key] = entry });
}

/// <summary>One outcome for one sink.</summary>
/// <param name="Attempts">How many tries were made.</param>
/// <param name="NextAt">When the next try is due; null when there is no next try.</param>
/// <param name="Last">The result of the last try: <c>delivered</c>, <c>gone</c>, or the reason of the failure.</param>
/// <param name="At">When the last try was made; null before the first one, and in states of earlier versions.</param>
internal sealed record DeliveryEntry(int Attempts, DateTimeOffset? NextAt = null, string Last = "", DateTimeOffset? At = null)
{
    public const string Delivered = "delivered";
    public const string Gone = "gone";

    public static DeliveryEntry Create(DateTimeOffset now) => new(0, now, "");
}
