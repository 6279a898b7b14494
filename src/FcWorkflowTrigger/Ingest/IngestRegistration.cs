using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Puts the ingest function together: the function behind the OSS trigger.</summary>
internal static class IngestRegistration
{
    public static void AddIngest(this IServiceCollection services, IngestOptions options)
    {
        services.AddUploadEvents(options);
        services.AddSingleton<FunctionHandlers>(provider =>
        {
            RulesLog.Warn(provider.GetRequiredService<ILogger<RuleSet>>(), provider.GetRequiredService<RuleSet>());
            return new(FunctionHandlers.WithoutReply(provider.GetRequiredService<UploadEventHandler>().HandleAsync));
        });
    }

    /// <summary>What takes upload events, whichever function they reach.</summary>
    public static void AddUploadEvents(this IServiceCollection services, IngestOptions options) => services
        .AddSingleton(options)
        .AddSingleton<OwnOutputs>()
        .AddSingleton<FactReader>()
        .AddSingleton<UploadDecision>()
        .AddSingleton<UploadEventHandler>();
}
