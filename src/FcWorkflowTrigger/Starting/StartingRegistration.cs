using FcWorkflowTrigger.Deciding;
using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Starting.Gates;
using FcWorkflowTrigger.Starting.Sidecars;

namespace FcWorkflowTrigger.Starting;

/// <summary>What Ingest and Reconcile need to open runs, bring them to their tasks and recover them.</summary>
internal static class StartingRegistration
{
    public static void AddStarting(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(settings.Rules)
        .AddSingleton(settings.Start ?? throw new InvalidOperationException("A function that starts workflows has start options."))
        .AddSingleton<MediaRegistration>()
        .AddSingleton<StartRecording>()
        .AddSingleton<WorkflowStart>()
        .AddSingleton<StartBackoff>()
        .AddSingleton<RestartLimit>()
        .AddSingleton<Budgets>()
        .AddSingleton<Headcounts>()
        .AddSingleton<BudgetGate>()
        .AddSingleton<IdenticalGate>()
        .AddSingleton<StartGate>()
        .AddSingleton<Starter>()
        .AddSingleton<TaskLookup>()
        .AddSingleton<StartSettlement>()
        .AddSingleton<SidecarReader>()
        .AddSingleton<SidecarPlanning>()
        .AddSingleton<SidecarArrival>()
        .AddSingleton<RunRecovery>()
        .AddSingleton<RunClosing>()
        .AddSingleton<RecentStarts>()
        .AddSingleton<RunOpening>()
        .AddSingleton<OwnOutputs>()
        .AddSingleton<FactReader>()
        .AddSingleton<UploadDecision>()
        .AddSingleton<UploadIntake>();
}
