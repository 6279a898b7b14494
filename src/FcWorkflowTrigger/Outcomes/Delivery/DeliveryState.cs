using System.Text.Json;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>How far the deliveries of one run have come.</summary>
/// <param name="Entries">By <c>&lt;seq of the end&gt;/&lt;sink&gt;</c>.</param>
internal sealed record DeliveryState(IReadOnlyDictionary<string, DeliveryEntry> Entries)
{
    public static DeliveryState Empty { get; } = new(new Dictionary<string, DeliveryEntry>());

    /// <param name="json">Null before the first delivery.</param>
    public static DeliveryState Parse(byte[]? json) =>
        json is null ? Empty : JsonSerializer.Deserialize(json, OutcomesJson.Default.DeliveryState) ?? Empty;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OutcomesJson.Default.DeliveryState);

    public DeliveryEntry? Find(string key) => Entries.GetValueOrDefault(key);

    public DeliveryState With(string key, DeliveryEntry entry) => new(new Dictionary<string, DeliveryEntry>(Entries) { [key] = entry });
}

/// <summary>One outcome for one sink.</summary>
/// <param name="Attempts">Tries made.</param>
/// <param name="NextAt">When the next try is due; null when there will be none.</param>
/// <param name="Last">What came of the last try: <c>delivered</c>, <c>gone</c>, or why it failed.</param>
internal sealed record DeliveryEntry(int Attempts, DateTimeOffset? NextAt = null, string Last = "")
{
    public const string Delivered = "delivered";
    public const string Gone = "gone";

    public static DeliveryEntry Untried(DateTimeOffset now) => new(0, now, "");
}
