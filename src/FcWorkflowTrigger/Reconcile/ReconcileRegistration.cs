using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ingest;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Puts the reconcile function together: the function behind the timer, the failure destination and the operator's command.</summary>
internal static class ReconcileRegistration
{
    public static void AddReconcile(this IServiceCollection services, IngestOptions options)
    {
        // An event that ingest failed on is handled here as it would be there.
        services.AddUploadEvents(options);
        services
            .AddSingleton<TaskPoller>()
            .AddSingleton<RunReconciler>()
            .AddSingleton<Sweep>()
            .AddSingleton<OperatorCommands>()
            .AddSingleton<ReconcileHandler>()
            .AddSingleton<FunctionHandlers>(provider => new(provider.GetRequiredService<ReconcileHandler>().HandleAsync));
    }
}
