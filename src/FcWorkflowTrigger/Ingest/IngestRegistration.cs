using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The function behind the OSS trigger.</summary>
internal static class IngestRegistration
{
    public static void AddIngest(this IServiceCollection services, AppSettings settings)
    {
        services.AddStarting(settings);
        services.AddSingleton<FunctionHandlers>(provider => new(provider.GetRequiredService<UploadEventHandler>().HandleAsync));
    }
}
