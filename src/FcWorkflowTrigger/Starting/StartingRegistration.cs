using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Starting;

/// <summary>What Ingest and Reconcile need to open runs and bring them to their tasks.</summary>
internal static class StartingRegistration
{
    public static void AddStarting(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(settings.Rules)
        .AddSingleton(new StartOptions(
            settings.CallbackBaseUrl ?? throw new InvalidOperationException("A function that starts workflows has a callback URL."),
            new CallbackCapability(settings.CallbackSecrets),
            settings.Ims))
        .AddSingleton<MediaRegistration>()
        .AddSingleton<WorkflowStart>()
        .AddSingleton<StartBackoff>()
        .AddSingleton<Starter>()
        .AddSingleton<RunOpening>();
}
