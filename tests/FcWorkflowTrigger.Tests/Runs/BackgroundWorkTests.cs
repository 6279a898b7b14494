using FcWorkflowTrigger.Runs;
using Microsoft.Extensions.Logging;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class BackgroundWorkTests
{
    // Only so that a wait without an end fails.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly LogLines _log = new();
    private readonly BackgroundWork _work;

    public BackgroundWorkTests() => _work = new(new Logger<BackgroundWork>(new LoggerFactory([_log])));

    [Fact]
    public void The_work_has_begun_on_return()
    {
        var begun = false;

        _work.Run(TestData.RunId, () =>
        {
            begun = true;
            return new TaskCompletionSource().Task;
        });

        Assert.True(begun);
    }

    [Fact]
    public async Task All_work_can_be_waited_for()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        _work.Run(TestData.RunId, () => first.Task);
        _work.Run(TestData.RunId, () => second.Task);
        var waiting = _work.WhenAllAsync(default);

        second.SetResult();
        Assert.False(waiting.IsCompleted);

        first.SetResult();
        await waiting.WaitAsync(Hang);
    }

    [Fact]
    public async Task Later_work_that_has_ended_does_not_end_the_wait_for_earlier_work()
    {
        var first = new TaskCompletionSource();
        _work.Run(TestData.RunId, () => first.Task);
        _work.Run(TestData.RunId, () => Task.CompletedTask);

        var waiting = _work.WhenAllAsync(default);
        Assert.False(waiting.IsCompleted);

        first.SetResult();
        await waiting.WaitAsync(Hang);
    }

    [Fact]
    public async Task A_wait_that_is_canceled_ends_before_the_work()
    {
        using var deadline = new CancellationTokenSource();
        _work.Run(TestData.RunId, () => new TaskCompletionSource().Task);
        var waiting = _work.WhenAllAsync(deadline.Token);

        await deadline.CancelAsync();

        await waiting.WaitAsync(Hang);
    }

    [Fact]
    public async Task A_failure_is_one_information_line_and_no_exception()
    {
        _work.Run(TestData.RunId, () => throw new InvalidOperationException("at once"));
        _work.Run(TestData.RunId, () => Task.FromException(new HttpRequestException("later")));

        await _work.WhenAllAsync(default);

        Assert.Equal(2, _log.Infos.Count(line => line == $"Background work for run {TestData.RunId} failed; a sweep repeats it."));
        Assert.Empty(_log.Warnings.Concat(_log.Errors));
    }
}
