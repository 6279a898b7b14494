using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Registers the services of the ingest function, which handles the OSS trigger.</summary>
internal static class IngestRegistration
{
    public static void AddIngest(this IServiceCollection services, IngestOptions options)
    {
        services.AddUploadEvents(options);
        services.AddSingleton<FunctionHandlers>(provider =>
        {
            RulesLog.Warn(provider.GetRequiredService<ILogger<RuleSet>>(), provider.GetRequiredService<RuleSet>());
            return new(provider.GetRequiredService<IngestHandler>().HandleAsync);
        });
    }

    /// <summary>Registers the services that handle upload events, for ingest and for reconcile.</summary>
    public static void AddUploadEvents(this IServiceCollection services, IngestOptions options) => services
        .AddSingleton(options)
        .AddSingleton<OwnOutputs>()
        .AddSingleton<FactReader>()
        .AddSingleton<UploadDecision>()
        .AddSingleton<UploadEventHandler>()
        .AddSingleton<MissingRuns>()
        .AddSingleton<BackfillHandler>()
        .AddSingleton<MediaStartHandler>()
        .AddSingleton<IngestHandler>();
}
