using System.Security.Cryptography;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>Ids and times as IMS writes them.</summary>
internal static class ImsFormat
{
    /// <summary>32 lower-case hex digits: MediaId, TaskId.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>An upper-case GUID with dashes.</summary>
    public static string NewRequestId() => Guid.NewGuid().ToString().ToUpperInvariant();

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
