namespace FcWorkflowTrigger.Benchmarks.Comparison;

public sealed class TroubleResultTests
{
    [Theory]
    [InlineData("a,b", "a,b", 2, 0, 0)]
    [InlineData("a,b", "a,a,a,b", 4, 1, 0)]
    [InlineData("a,b", "b", 1, 0, 1)]
    [InlineData("a,b,c", "a,a", 2, 1, 2)]
    public void An_upload_with_two_tasks_is_doubled_and_one_without_is_lost(string uploads, string tasks, int started, int doubled, int lost)
    {
        var result = TroubleResult.Count("none", "program", uploads.Split(','), tasks.Split(','));

        Assert.Equal((started, doubled, lost, doubled + lost == 0), (result.Tasks, result.Doubled, result.Lost, result.IsRight));
    }
}
