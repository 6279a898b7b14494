using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads how starts are made and recovered; every wait the services do not document is a setting.</summary>
internal static class StartOptionsReader
{
    /// <returns>Null when there is no callback URL; the reader knows why.</returns>
    public static StartOptions? Read(SettingsReader reader, IReadOnlyList<byte[]> secrets, ImsOptions ims) =>
        CallbackOptionsReader.BaseUrl(reader, required: true) is not { } callbackBase ? null : new(callbackBase, new(secrets), ims)
        {
            CallbackQueue = CallbackOptionsReader.Queue(reader),
            Policy = reader.Choice<StartPolicy>("START_POLICY", StartPolicy.Resend),
            SignatureWindow = TimeSpan.FromMinutes(reader.Number("START_WINDOW_MINUTES", fallback: 31, min: 15, max: 24 * 60)),
            ClockSkew = TimeSpan.FromSeconds(reader.Number("START_SKEW_SECONDS", fallback: 60, min: 0, max: 3600)),
            ListLag = TimeSpan.FromSeconds(reader.Number("START_LIST_LAG_SECONDS", fallback: 120, min: 0, max: 24 * 3600)),
            GiveUpAfter = TimeSpan.FromHours(reader.Number("START_GIVE_UP_HOURS", fallback: 24, min: 1, max: 30 * 24)),
            RestartsPerHour = reader.Number("RESTARTS_PER_HOUR", fallback: 10, min: 1, max: 100_000),
            CallsPerSecond = reader.Number("IMS_CALLS_PER_SECOND", fallback: 0, min: 0, max: 1000),
        };
}
