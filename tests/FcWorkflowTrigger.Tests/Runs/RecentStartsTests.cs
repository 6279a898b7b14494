using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class RecentStartsTests
{
    private readonly RecentStarts _starts = new();

    [Fact]
    public void A_run_that_was_added_is_known_and_no_other()
    {
        _starts.Add(Run(1));

        Assert.True(_starts.Contains(Run(1)));
        Assert.False(_starts.Contains(Run(2)));
        Assert.False(_starts.Contains(default));
    }

    [Fact]
    public void The_latest_runs_are_kept_and_the_oldest_is_removed()
    {
        foreach (var number in Enumerable.Range(0, RecentStarts.Capacity + 1))
        {
            _starts.Add(Run(number));
        }

        Assert.False(_starts.Contains(Run(0)));
        Assert.All(Enumerable.Range(1, RecentStarts.Capacity), number => Assert.True(_starts.Contains(Run(number))));
    }

    [Fact]
    public void A_run_that_was_added_twice_takes_one_place()
    {
        _starts.Add(Run(0));

        foreach (var number in Enumerable.Range(1, RecentStarts.Capacity - 1))
        {
            _starts.Add(Run(number));
            _starts.Add(Run(number));
        }

        Assert.True(_starts.Contains(Run(0)));
    }

    [Fact]
    public void Many_threads_add_at_once_and_no_run_is_lost()
    {
        Parallel.For(0, RecentStarts.Capacity, number => _starts.Add(Run(number)));

        Assert.All(Enumerable.Range(0, RecentStarts.Capacity), number => Assert.True(_starts.Contains(Run(number))));
    }

    private static RunId Run(int number) => RunId.Create(TestData.Upload($"uploads/{number}.mp4"), "video");
}
