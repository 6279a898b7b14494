using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads how starts are made and recovered. Every time limit that the services do not document is a setting.</summary>
internal static class StartOptionsReader
{
    /// <returns>Null when there is no callback URL; the reader holds the problem.</returns>
    public static StartOptions? Read(SettingsReader reader, IReadOnlyList<byte[]> secrets, ImsOptions ims) =>
        CallbackOptionsReader.ReadBaseUrl(reader, required: true) is not { } callbackBase ? null : new(callbackBase, new(secrets), ims)
        {
            CallbackQueue = CallbackOptionsReader.ReadQueue(reader),
            Policy = reader.ReadChoice<StartPolicy>("START_POLICY", StartPolicy.Resend),
            SignatureWindow = TimeSpan.FromMinutes(reader.ReadNumber("START_WINDOW_MINUTES", fallback: 31, min: 15, max: 24 * 60)),
            ClockSkew = TimeSpan.FromSeconds(reader.ReadNumber("START_SKEW_SECONDS", fallback: 60, min: 0, max: 3600)),
            ListLag = TimeSpan.FromSeconds(reader.ReadNumber("START_LIST_LAG_SECONDS", fallback: 120, min: 0, max: 24 * 3600)),
            GiveUpAfter = TimeSpan.FromHours(reader.ReadNumber("START_GIVE_UP_HOURS", fallback: 24, min: 1, max: 30 * 24)),
            RestartsPerHour = reader.ReadNumber("RESTARTS_PER_HOUR", fallback: 10, min: 1, max: 100_000),
        };
}
