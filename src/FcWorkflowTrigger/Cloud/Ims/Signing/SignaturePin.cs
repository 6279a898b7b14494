using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Ims.Signing;

/// <summary>The date and nonce that a request is signed with.</summary>
/// <param name="Date">In whole seconds.</param>
/// <param name="Nonce">32 hex digits, used once.</param>
internal readonly record struct SignaturePin(DateTimeOffset Date, string Nonce)
{
    /// <summary>The value of <c>x-acs-date</c>.</summary>
    public string AcsDate => Date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static SignaturePin Fresh(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), Guid.NewGuid().ToString("N"));
    }
}
