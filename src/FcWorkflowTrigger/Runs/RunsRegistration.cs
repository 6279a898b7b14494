using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Runs;

/// <summary>What Ingest and Reconcile need to open runs, bring them to their tasks and recover them.</summary>
internal static class RunsRegistration
{
    public static void AddStarting(this IServiceCollection services, AppSettings settings) => services
        .AddSingleton(settings.Rules)
        .AddSingleton(settings.Start ?? throw new InvalidOperationException("A function that starts workflows has start options."))
        .AddSingleton<MediaRegistrar>()
        .AddSingleton<StartRecorder>()
        .AddSingleton<StartSender>()
        .AddSingleton<StartBackoff>()
        .AddSingleton<RestartLimit>()
        .AddSingleton<Budgets>()
        .AddSingleton<PermitCounter>()
        .AddSingleton<BudgetGate>()
        .AddSingleton<IdenticalGate>()
        .AddSingleton<StartGate>()
        .AddSingleton<RunStarter>()
        .AddSingleton<TaskLookup>()
        .AddSingleton<UnknownStartResolver>()
        .AddSingleton<SidecarReader>()
        .AddSingleton<SidecarPlanner>()
        .AddSingleton<SidecarArrival>()
        .AddSingleton<RunRecoverer>()
        .AddSingleton<RunCloser>()
        .AddSingleton<RecentStarts>()
        .AddSingleton<RunOpener>()
        .AddSingleton<OwnOutputs>()
        .AddSingleton<FactReader>()
        .AddSingleton<UploadDecision>()
        .AddSingleton<UploadEventHandler>();
}
