using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;

namespace FcWorkflowTrigger.Runs;

/// <summary>Registers the services that work on runs.</summary>
internal static class RunsRegistration
{
    /// <summary>For every function: reads runs, records their ends, and closes them.</summary>
    public static void AddRuns(this IServiceCollection services) => services
        .AddSingleton<RunJournal>()
        .AddSingleton<StartRecorder>()
        .AddSingleton<RunFinisher>()
        .AddSingleton<PermitReleaser>()
        .AddSingleton<RunCloser>();

    /// <summary>For the functions that open, start and recover runs.</summary>
    public static void AddStarts(this IServiceCollection services, RuleSet rules, StartOptions options) => services
        .AddSingleton(rules)
        .AddSingleton(options)
        .AddSingleton<MediaRegistrar>()
        .AddSingleton<StartSender>()
        .AddSingleton<StartBackoff>()
        .AddSingleton<RestartLimit>()
        .AddSingleton<Budgets>()
        .AddSingleton<PermitCounter>()
        .AddSingleton<BudgetGate>()
        .AddSingleton<IdenticalGate>()
        .AddSingleton<ReplaceGate>()
        .AddSingleton<QuietGate>()
        .AddSingleton<StartGate>()
        .AddSingleton<ObjectRuns>()
        .AddSingleton<BackfillGate>()
        .AddSingleton<RunStarter>()
        .AddSingleton<TaskLookup>()
        .AddSingleton<UnknownStartResolver>()
        .AddSingleton<SidecarReader>()
        .AddSingleton<SidecarPlanner>()
        .AddSingleton<SidecarArrival>()
        .AddSingleton<RunDeadlines>()
        .AddSingleton<RunRecoverer>()
        .AddSingleton<IncompleteRuns>()
        .AddSingleton<ClaimPlanner>()
        .AddSingleton<RecentStarts>()
        .AddSingleton<RunClaimer>()
        .AddSingleton<RunOpener>()
        .AddSingleton<RunContinuer>();
}
