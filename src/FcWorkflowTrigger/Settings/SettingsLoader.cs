using System.Globalization;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Settings;

/// <summary>Turns environment variables and <c>rules.json</c> into settings, or into sentences about what is wrong.</summary>
internal static class SettingsLoader
{
    private const int DefaultPort = 9000;

    /// <param name="variable">An environment variable by name; null when absent.</param>
    /// <param name="readFile">A file's bytes by path; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static AppSettings Load(Func<string, string?> variable, Func<string, byte[]> readFile)
    {
        var reader = new SettingsReader(variable);
        var role = reader.Choice<FunctionRole>("APP_ROLE", fallback: null);
        var region = reader.Required("FC_REGION", "the region Function Compute runs this function in");

        var ims = Ims(reader, region);
        var secrets = CallbackOptionsReader.Secrets(reader);
        var starts = role != FunctionRole.Callback;

        var settings = new AppSettings(role, region, Port(reader), reader.Optional("FC_INSTANCE_ID") ?? Guid.NewGuid().ToString("N"))
        {
            Rules = starts ? Rules(reader, readFile) : new([], []),
            Ledger = Ledger(reader, region),
            Ims = ims,
            Start = starts ? StartOptionsReader.Read(reader, secrets, ims) : null,
            Callback = new(
                secrets,
                starts ? SignatureOptions.None : SignatureOptionsReader.Read(reader),
                starts ? null : CallbackOptionsReader.BaseUrl(reader, required: false)),
            Outcomes = OutcomeOptionsReader.Read(reader),
        };

        return reader.Problems.Count == 0 ? settings : throw new SettingsException(reader.Problems);
    }

    private static RuleSet Rules(SettingsReader reader, Func<string, byte[]> readFile)
    {
        var path = reader.Optional("RULES_FILE") ?? Path.Combine(AppContext.BaseDirectory, "rules.json");

        try
        {
            return RuleFile.Read(readFile(path));
        }
        catch (RuleFileException problem)
        {
            reader.Complain("RULES_FILE", $"names rules that cannot be used. {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            reader.Complain("RULES_FILE", $"names '{path}', which cannot be read: {problem.Message}");
        }

        return new([], []);
    }

    private static LedgerOptions Ledger(SettingsReader reader, string region) => new(
        reader.Required("LEDGER_BUCKET", "the private OSS bucket that remembers every run"),
        reader.Choice<LedgerMode>("LEDGER_MODE", LedgerMode.Slots),
        reader.Url("OSS_ENDPOINT") ?? Endpoints.OssInternal(region));

    private static ImsOptions Ims(SettingsReader reader, string region)
    {
        var endpoint = reader.Url("IMS_ENDPOINT") ?? Endpoints.Ims(region);

        if (endpoint is null)
        {
            reader.Complain("FC_REGION", $"is '{region}', where IMS is not known to serve. Deploy to one of {Endpoints.ImsRegions}, or set IMS_ENDPOINT.");
        }

        return new(
            endpoint ?? Endpoints.Nowhere,
            reader.Choice<ImsInput>("IMS_INPUT", ImsInput.Media),
            reader.Choice<InputUrlForm>("IMS_INPUT_URL", InputUrlForm.Https));
    }

    private static int Port(SettingsReader reader)
    {
        var text = reader.Optional("FC_SERVER_PORT") ?? reader.Optional("FC_CUSTOM_LISTEN_PORT");

        if (text is null)
        {
            return DefaultPort;
        }

        if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            reader.Complain("FC_SERVER_PORT", $"is '{text}', not a port.");
        }

        return port;
    }
}
