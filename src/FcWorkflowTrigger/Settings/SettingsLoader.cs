using System.Globalization;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Templates;
using FcWorkflowTrigger.Telemetry;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads the settings from environment variables and <c>rules.json</c>, and reports every problem it finds.</summary>
internal static class SettingsLoader
{
    private const int DefaultPort = 9000;

    /// <param name="variable">Reads an environment variable by its name; null when it is absent.</param>
    /// <param name="readFile">Reads the bytes of a file; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static AppSettings Load(Func<string, string?> variable, Func<string, byte[]> readFile)
    {
        var reader = new SettingsReader(variable);
        var role = reader.ReadChoice<FunctionRole>("APP_ROLE", fallback: null);
        var region = reader.ReadRequired("FC_REGION", "the region Function Compute runs this function in");

        var starts = role != FunctionRole.Callback;
        var ims = ReadIms(reader, region, starts);
        var secrets = CallbackOptionsReader.ReadSecrets(reader);

        var settings = new AppSettings(role, region, ReadPort(reader), reader.ReadOptional("FC_INSTANCE_ID") ?? Guid.NewGuid().ToString("N"))
        {
            Rules = starts ? ReadRules(reader, readFile) : new([], []),
            Ledger = ReadLedger(reader, region),
            Ims = ims,
            Start = starts ? StartOptionsReader.Read(reader, secrets, ims) : null,
            Callback = new(
                secrets,
                starts ? SignatureOptions.None : SignatureOptionsReader.Read(reader),
                starts ? null : CallbackOptionsReader.ReadBaseUrl(reader, required: false),
                starts ? null : CallbackOptionsReader.ReadQueue(reader)),
            LogLevel = reader.ReadChoice<LogVerbosity>("LOG_LEVEL", LogVerbosity.Information),
            LogFrames = reader.ReadSwitch("LOG_FRAMES", fallback: false),
            Outcomes = OutcomeOptionsReader.Read(reader, delivers: role == FunctionRole.Reconcile),
            CatchUp = role == FunctionRole.Reconcile ? CatchUpOptionsReader.Read(reader) : CatchUpOptions.None,
            Telemetry = role == FunctionRole.Reconcile ? TelemetryOptionsReader.Read(reader) : TelemetryOptions.None,
        };

        if (settings.Rules.Rules.Any(rule => rule.TaskUserData is not null) && settings.Start?.CallbackBaseUrl is { } url)
        {
            CallbackOptionsReader.RequireRoom(reader, url, TaskFields.MaxBytes);
        }

        return reader.Problems.Count == 0 ? settings : throw new SettingsException(reader.Problems);
    }

    private static RuleSet ReadRules(SettingsReader reader, Func<string, byte[]> readFile)
    {
        var path = reader.ReadOptional("RULES_FILE") ?? Path.Combine(AppContext.BaseDirectory, "rules.json");

        try
        {
            return RuleFile.Read(readFile(path));
        }
        catch (RuleFileException problem)
        {
            reader.AddProblem("RULES_FILE", $"names rules that cannot be used. {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            reader.AddProblem("RULES_FILE", $"names '{path}', which cannot be read: {problem.Message}");
        }

        return new([], []);
    }

    private static LedgerOptions ReadLedger(SettingsReader reader, string region) => new(
        reader.ReadRequired("LEDGER_BUCKET", "the private OSS bucket that remembers every run"),
        reader.ReadChoice<LedgerMode>("LEDGER_MODE", LedgerMode.Slots),
        reader.ReadUrl("OSS_ENDPOINT") ?? Endpoints.OssInternal(region));

    private static ImsOptions ReadIms(SettingsReader reader, string region, bool starts)
    {
        var endpoint = reader.ReadUrl("IMS_ENDPOINT") ?? Endpoints.Ims(region);

        if (endpoint is null)
        {
            reader.AddProblem("FC_REGION", $"is '{region}', where IMS is not known to serve. Deploy to one of {Endpoints.ImsRegions}, or set IMS_ENDPOINT.");
        }

        return new(
            endpoint ?? Endpoints.Nowhere,
            reader.ReadChoice<ImsInput>("IMS_INPUT", ImsInput.Media),
            reader.ReadChoice<InputUrlForm>("IMS_INPUT_URL", InputUrlForm.Https))
        {
            // The callback function does not wait for a turn: IMS waits for its answer.
            CallsPerSecond = starts ? reader.ReadNumber("IMS_CALLS_PER_SECOND", fallback: 0, min: 0, max: 1000) : 0,
        };
    }

    private static int ReadPort(SettingsReader reader)
    {
        var text = reader.ReadOptional("FC_SERVER_PORT") ?? reader.ReadOptional("FC_CUSTOM_LISTEN_PORT");

        if (text is null)
        {
            return DefaultPort;
        }

        if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            reader.AddProblem("FC_SERVER_PORT", $"is '{text}', not a port.");
        }

        return port;
    }
}
