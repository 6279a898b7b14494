using System.Globalization;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks the promises of budgets against the tasks that IMS has accepted.</summary>
internal sealed class BudgetPromises(Scenario scenario, SimulatedDeployment deployment)
{
    private readonly RuleBudget[] _budgets = [.. new[] { scenario.Budget, scenario.BudgetOfAll }.OfType<RuleBudget>()];

    /// <summary>Checks, when IMS accepts a start, the number of runs that have a task and no recorded end, or are parked with an unknown start.</summary>
    public void CheckRunning(ImsTask accepted)
    {
        if (_budgets.Length == 0 || !scenario.KeepsAssumptions)
        {
            return;
        }

        var withTasks = Runs().Select(run => run.Id).ToHashSet();
        var running = deployment.Runs.Select(SimulatedDeployment.RunOf).Where(run => run == UserData.ParseRunId(accepted.UserData) || MayRun(run, withTasks)).ToArray();

        if (_budgets.FirstOrDefault(budget => budget.Concurrent < running.Length) is { } budget)
        {
            throw new ViolationException($"{running.Length} runs are active at once under a budget of {budget.Concurrent}.");
        }
    }

    /// <summary>Checks, at the end, that every start was counted on the day of its attempt, and that no day has more starts than the budget allows.</summary>
    public void CheckDays()
    {
        foreach (var (budget, scope) in new[] { (scenario.Budget, $"r-{SimulatedDeployment.RuleName}"), (scenario.BudgetOfAll, "all") })
        {
            if (budget?.RunsPerDay is { } most && Runs().GroupBy(run => DayOf(run, scope)).FirstOrDefault(day => day.Count() > most) is { } day)
            {
                throw new ViolationException($"{day.Count()} runs were started on {day.Key:yyyy-MM-dd} under a budget of {most} a day.");
            }
        }
    }

    private bool MayRun(RunId run, HashSet<RunId> withTasks) => deployment.Read(run) switch
    {
        { IsStartUnknown: true } => true,
        { IsOver: true } => false,

        // Its records have expired, so only IMS knows whether its task runs.
        WorkflowRun.Unclaimed => deployment.Ims.Tasks.Any(task => UserData.ParseRunId(task.UserData) == run && task.Ends > deployment.Loop.Now),
        _ => withTasks.Contains(run),
    };

    private (RunId Id, int Generation)[] Runs() =>
        [.. deployment.Ims.Tasks.Select(task => (Id: UserData.ParseRunId(task.UserData)!.Value, task.Generation)).DistinctBy(run => run.Id)];

    private DateTimeOffset DayOf((RunId Id, int Generation) run, string scope)
    {
        var intent = deployment.Read(run.Id).History.Records.OfType<IntentRecord>().First(intent => intent.Gen == run.Generation);
        var permit = intent.Permits?.FirstOrDefault(key => key.Split('/') is ["bd", _, var under, _] && under == scope)
            ?? throw new ViolationException($"Run {run.Id} was started and not counted for any day.");
        var day = DateTimeOffset.ParseExact(permit.Split('/')[1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        // A start can be counted just before midnight and sent just after it.
        return intent.AcsDate - day is var since && since >= TimeSpan.Zero && since < TimeSpan.FromHours(26)
            ? day
            : throw new ViolationException($"Run {run.Id} was started at {intent.AcsDate:u} and counted for {day:yyyy-MM-dd}.");
    }
}
