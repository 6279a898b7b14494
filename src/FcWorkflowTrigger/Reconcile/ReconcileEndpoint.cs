using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>The function behind the timer, the failure destination and the operator's command.</summary>
internal static class ReconcileEndpoint
{
    public static void AddReconcile(this IServiceCollection services, AppSettings settings)
    {
        services.AddStarting(settings);
        services
            .AddSingleton<LedgerCheck>()
            .AddSingleton<RunFinisher>()
            .AddSingleton<RunVisit>()
            .AddSingleton<Sweep>()
            .AddSingleton<Decisions>()
            .AddSingleton<ReconcileHandler>()
            .AddSingleton<FunctionHandlers>(provider => new(provider.GetRequiredService<ReconcileHandler>().HandleAsync));
    }
}
