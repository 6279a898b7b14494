using FcWorkflowTrigger.Deciding;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The function behind the OSS trigger.</summary>
internal static class IngestEndpoint
{
    public static void AddIngest(this WebApplicationBuilder builder, AppSettings settings)
    {
        builder.Services.AddStarting(settings);
        builder.Services.AddSingleton<FactReader>().AddSingleton<UploadDecision>().AddSingleton<IngestHandler>();
    }

    public static void MapIngest(this WebApplication app) =>
        app.Runtime().OnEvent = app.Services.GetRequiredService<IngestHandler>().HandleAsync;
}
