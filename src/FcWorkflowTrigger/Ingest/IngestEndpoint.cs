using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The function behind the OSS trigger.</summary>
internal static class IngestEndpoint
{
    public static void AddIngest(this IServiceCollection services, AppSettings settings) => services.AddStarting(settings);

    public static void MapIngest(this WebApplication app) =>
        app.Runtime().OnEvent = app.Services.GetRequiredService<UploadIntake>().TakeAsync;
}
