using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>The state of the deliveries of one run.</summary>
/// <param name="Entries">By <c>&lt;seq of the end&gt;/&lt;sink&gt;</c>, and <c>&lt;seq of the end&gt;-&lt;resend&gt;/&lt;sink&gt;</c> for an end that was sent again.</param>
internal sealed record DeliveryState(IReadOnlyDictionary<string, DeliveryEntry> Entries)
{
    public static DeliveryState Empty { get; } = new(new Dictionary<string, DeliveryEntry>());

    /// <param name="json">Null before the first delivery.</param>
    public static DeliveryState Parse(byte[]? json) =>
        json is null ? Empty : JsonSerializer.Deserialize(json, OutcomesJson.Default.DeliveryState) ?? Empty;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OutcomesJson.Default.DeliveryState);

    public DeliveryEntry? Find(string key) => Entries.GetValueOrDefault(key);

    /// <summary>The key of the entry of one delivery to one sink.</summary>
    public static string KeyOf(Marker delivery, string sink) => $"{delivery.Delivery}/{sink}";

    /// <summary>Reads what <see cref="KeyOf"/> has written; false for a key of another shape.</summary>
    /// <param name="resend">Null for the first delivery of the end.</param>
    public static bool TryParseKey(string key, out int end, out string? resend, out string sink)
    {
        (end, resend, sink) = (0, null, "");

        if (key.Split('/', 2) is not [var delivery, var name]
            || delivery.Split('-', 2) is not [var number, .. var rest]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out end))
        {
            return false;
        }

        (resend, sink) = (rest is [var of] ? of : null, name);
        return true;
    }

    /// <summary>The entry of the first delivery of an end; null when this sink was never tried.</summary>
    /// <remarks>What the sink took when a person had the end sent again need not be sent for the first delivery any more.</remarks>
    public DeliveryEntry? FindFirst(int end, string sink)
    {
        // The key of a first delivery is its part in the run's trace.
        var own = Find(RunTrace.DeliveryPart(end, sink));
        return own is { NextAt: null } ? own : FindTakenResend(end, sink) ?? own;
    }

    private DeliveryEntry? FindTakenResend(int end, string sink) => Entries
        .Where(entry => entry.Value.Last == DeliveryEntry.Delivered && TryParseKey(entry.Key, out var of, out var resend, out var to) && of == end && to == sink && resend is not null)
        .Select(entry => entry.Value)
        .FirstOrDefault();

    public DeliveryState With(string key, DeliveryEntry entry) => new(new Dictionary<string, DeliveryEntry>(Entries) { [key] = entry });
}

/// <summary>One outcome for one sink.</summary>
/// <param name="Attempts">How many tries were made.</param>
/// <param name="NextAt">When the next try is due; null when there is no next try.</param>
/// <param name="Last">The result of the last try: <c>delivered</c>, or the reason why not: <c>gone</c> where the receiver wants it no more.</param>
/// <param name="At">When the last try was made; null before the first one, and in states of earlier versions.</param>
internal sealed record DeliveryEntry(int Attempts, DateTimeOffset? NextAt = null, string Last = "", DateTimeOffset? At = null)
{
    public const string Delivered = "delivered";
    public const string Gone = "gone";

    public static DeliveryEntry Create(DateTimeOffset now) => new(0, now, "");
}
