using System.Text.Json;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>The address of a callback.</summary>
/// <param name="Address">A URL, or the name of a queue.</param>
/// <param name="AuthKey">Signs the call when set.</param>
internal sealed record CallbackTarget(string Address, string? AuthKey = null)
{
    private const string QueuePrefix = "ice-callback";

    /// <summary>Without the query, which may hold a capability.</summary>
    public string Printable => Address.Split('?')[0];

    public bool IsQueue => Address.StartsWith(QueuePrefix, StringComparison.Ordinal);

    /// <summary>Whether the address is on this machine. The emulator sends callbacks to no other machine.</summary>
    public bool IsOnThisMachine => Uri.TryCreate(Address, UriKind.Absolute, out var url) && url.IsLoopback;

    /// <summary>The task's own <c>NotifyAddress</c>; null when there is none.</summary>
    public static CallbackTarget? FromUserData(string? userData)
    {
        try
        {
            using var json = JsonDocument.Parse(userData ?? "");
            return json.RootElement.TryGetProperty("NotifyAddress", out var address)
                && new CallbackTarget(address.GetString() ?? "") is var target
                && (target.IsQueue || target.Address.StartsWith("http", StringComparison.Ordinal)) ? target : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public override string ToString() => Printable;
}
