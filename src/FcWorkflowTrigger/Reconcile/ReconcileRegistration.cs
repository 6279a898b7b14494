using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The function behind the timer, the failure destination and the operator's command.</summary>
internal static class ReconcileRegistration
{
    public static void AddReconcile(this IServiceCollection services, AppSettings settings)
    {
        services.AddStarting(settings);
        services
            .AddSingleton<LedgerVersioningCheck>()
            .AddSingleton<RunFinisher>()
            .AddSingleton<RunReconciler>()
            .AddSingleton<Sweep>()
            .AddSingleton<OperatorCommands>()
            .AddSingleton<ReconcileHandler>()
            .AddSingleton<FunctionHandlers>(provider => new(provider.GetRequiredService<ReconcileHandler>().HandleAsync));
    }
}
