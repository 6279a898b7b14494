using System.Text.Json;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Whom to call.</summary>
/// <param name="AuthKey">Signs the call when set.</param>
internal sealed record CallbackTarget(string Url, string? AuthKey = null)
{
    /// <summary>Without the query, which may hold a capability.</summary>
    public string Printable => Url.Split('?')[0];

    /// <summary>The emulator calls nobody beyond this machine.</summary>
    public bool IsOnThisMachine => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.IsLoopback;

    /// <summary>The task's own <c>NotifyAddress</c>; null when there is none or it names a queue.</summary>
    public static CallbackTarget? OfUserData(string? userData)
    {
        try
        {
            using var json = JsonDocument.Parse(userData ?? "");
            return json.RootElement.TryGetProperty("NotifyAddress", out var address)
                && address.GetString() is { } url
                && url.StartsWith("http", StringComparison.Ordinal) ? new(url) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public override string ToString() => Printable;
}
