using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Registers the services of the reconcile function, which handles the timer, the failure destination and the operator's decisions.</summary>
internal static class ReconcileRegistration
{
    public static void AddReconcile(this IServiceCollection services, IngestOptions options, CatchUpOptions catchUp)
    {
        // An event that ingest failed on is handled by reconcile as ingest would handle it.
        services.AddUploadEvents(options);
        services.AddObjectMarks();
        services
            .AddSingleton(catchUp)
            .AddSingleton<CatchUpCursors>()
            .AddSingleton<MissedObjects>()
            .AddSingleton<PlaceCatchUp>()
            .AddSingleton<CatchUp>()
            .AddSingleton<TaskPoller>()
            .AddSingleton<RunAdvancer>()
            .AddSingleton<RunReconciler>()
            .AddSingleton<Sweep>()
            .AddSingleton<RunMarks>()
            .AddSingleton<RedriveCheck>()
            .AddSingleton<RunRedriver>()
            .AddSingleton<OperatorCommands>()
            .AddSingleton<DeliveryCommands>()
            .AddSingleton<EventReplay>()
            .AddSingleton<FailedEvents>()
            .AddSingleton<TimerRound>()
            .AddSingleton<ReconcileHandler>()
            .AddSingleton<FunctionHandlers>(provider => new(provider.GetRequiredService<ReconcileHandler>().HandleAsync));
    }
}
