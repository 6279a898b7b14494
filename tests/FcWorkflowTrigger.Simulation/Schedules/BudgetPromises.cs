using System.Globalization;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>What budgets promise, held against what IMS has accepted.</summary>
internal sealed class BudgetPromises(Scenario scenario, World world)
{
    private readonly RuleBudget[] _budgets = [.. new[] { scenario.Budget, scenario.BudgetOfAll }.OfType<RuleBudget>()];

    /// <summary>Asked at the moment a start is accepted: how many runs have a task and no recorded end, or are parked with a start in doubt.</summary>
    public void CheckRunning(ImsTask accepted)
    {
        if (_budgets.Length == 0 || !scenario.KeepsAssumptions(world.Options))
        {
            return;
        }

        var withTasks = Runs().Select(run => run.Id).ToHashSet();
        var running = world.Uploads.Select(upload => RunId.Create(upload, World.RuleName)).Where(run => run == UserData.ParseRunId(accepted.UserData) || MayRun(run, withTasks)).ToArray();

        if (_budgets.FirstOrDefault(budget => budget.Concurrent < running.Length) is { } budget)
        {
            throw new ViolationException($"{running.Length} runs at once under a budget of {budget.Concurrent}.");
        }
    }

    /// <summary>Asked at the end: whether every start was counted, on the day of its try, and no day had more than allowed.</summary>
    public void CheckDays()
    {
        foreach (var (budget, scope) in new[] { (scenario.Budget, $"r-{World.RuleName}"), (scenario.BudgetOfAll, "all") })
        {
            if (budget?.RunsPerDay is { } most && Runs().GroupBy(run => DayOf(run, scope)).FirstOrDefault(day => day.Count() > most) is { } day)
            {
                throw new ViolationException($"{day.Count()} runs on {day.Key:yyyy-MM-dd} under a budget of {most} a day.");
            }
        }
    }

    private bool MayRun(RunId run, HashSet<RunId> withTasks) => world.Read(run) switch
    {
        { IsInDoubt: true } => true,
        { IsOver: true } => false,
        _ => withTasks.Contains(run),
    };

    private (RunId Id, int Generation)[] Runs() =>
        [.. world.Ims.Tasks.Select(task => (Id: UserData.ParseRunId(task.UserData)!.Value, task.Generation)).DistinctBy(run => run.Id)];

    private DateTimeOffset DayOf((RunId Id, int Generation) run, string scope)
    {
        var intent = world.Read(run.Id).History.Records.OfType<IntentRecord>().First(intent => intent.Gen == run.Generation);
        var permit = intent.Permits?.FirstOrDefault(key => key.Split('/') is ["bd", _, var under, _] && under == scope)
            ?? throw new ViolationException($"Run {run.Id} was started, and counted for no day.");
        var day = DateTimeOffset.ParseExact(permit.Split('/')[1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        // Counted just before midnight, and sent just after it.
        return intent.AcsDate - day is var since && since >= TimeSpan.Zero && since < TimeSpan.FromHours(26)
            ? day
            : throw new ViolationException($"Run {run.Id} was started at {intent.AcsDate:u}, and counted for {day:yyyy-MM-dd}.");
    }
}
