using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The function behind the OSS trigger.</summary>
internal static class IngestEndpoint
{
    public static void AddIngest(this IServiceCollection services, AppSettings settings)
    {
        services.AddStarting(settings);
        services.AddSingleton<FunctionHandlers>(provider => new(provider.GetRequiredService<UploadIntake>().TakeAsync));
    }
}
