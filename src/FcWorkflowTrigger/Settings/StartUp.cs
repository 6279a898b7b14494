using FcWorkflowTrigger.Cloud;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads the environment of the process. No other type of the product does.</summary>
internal static class StartUp
{
    /// <summary>The exit code of a process whose settings are wrong.</summary>
    public const int Misconfigured = 78;

    /// <returns>Null when the settings are wrong; every problem is then on standard error.</returns>
    public static AppSettings? ReadSettings()
    {
        try
        {
            return SettingsLoader.Load(Environment.GetEnvironmentVariable, File.ReadAllBytes);
        }
        catch (SettingsException wrong)
        {
            foreach (var problem in wrong.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            return null;
        }
    }

    public static Credentials? Credentials() => CredentialStore.From(
        Environment.GetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_ID"),
        Environment.GetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
        Environment.GetEnvironmentVariable("ALIBABA_CLOUD_SECURITY_TOKEN"));
}
