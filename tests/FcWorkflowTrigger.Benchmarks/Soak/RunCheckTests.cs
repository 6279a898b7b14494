namespace FcWorkflowTrigger.Benchmarks.Soak;

public sealed class RunCheckTests
{
    private const string Key = "uploads/a.mp4";
    private static readonly LedgerRun Run = new("run-1", Key, "succeeded", "task-1");
    private static readonly LedgerRun Another = new("run-2", Key, "failed", "task-2");

    [Fact]
    public void One_upload_with_one_run_and_one_task_has_no_problem()
    {
        Assert.Empty(Problems(times: 1, [Run], ["task-1"]));
    }

    [Fact]
    public void Two_uploads_of_one_key_with_two_runs_and_two_tasks_have_no_problem()
    {
        Assert.Empty(Problems(times: 2, [Run, Another], ["task-2", "task-1"]));
    }

    [Fact]
    public void A_second_task_is_found()
    {
        Assert.StartsWith("TASKS-MISCOUNTED: uploads/a.mp4", Assert.Single(Problems(times: 1, [Run], ["task-1", "task-2"])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_upload_without_a_run_is_found()
    {
        var problems = Problems(times: 1, [], []);

        Assert.Equal(["RUNS-MISCOUNTED", "TASKS-MISCOUNTED"], problems.Select(problem => problem.Split(':')[0]));
    }

    [Fact]
    public void A_run_that_has_not_ended_is_found_with_its_id()
    {
        var problem = Assert.Single(Problems(times: 1, [Run with { End = "Intended", TaskId = null }], ["task-1"]));

        Assert.StartsWith("RUN-OPEN: run run-1 of uploads/a.mp4 is Intended", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_that_share_a_task_are_found()
    {
        var problem = Assert.Single(Problems(times: 2, [Run, Another with { TaskId = "task-1" }], ["task-1", "task-2"]));

        Assert.StartsWith("TASK-UNKNOWN: run run-2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_for_an_object_that_was_not_uploaded_is_found()
    {
        var problems = RunCheck.Problems(new Dictionary<string, int>(), [], [("task-9", "uploads/z.mp4")]);

        Assert.StartsWith("TASK-OF-NOTHING: task task-9", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static string[] Problems(int times, LedgerRun[] runs, string[] tasks) =>
        [.. RunCheck.Problems(new Dictionary<string, int> { [Key] = times }, runs, [.. tasks.Select(task => (task, Key))])];
}
