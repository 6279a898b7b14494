using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Hosting;

/// <summary>The one place that looks at the process's environment.</summary>
internal static class StartUp
{
    /// <summary>The exit code of a start that the settings stopped.</summary>
    public const int Misconfigured = 78;

    /// <returns>Null after saying, on standard error, everything that is wrong.</returns>
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
