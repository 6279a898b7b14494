using FcWorkflowTrigger.Runs;
using Microsoft.Extensions.Logging;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class BackgroundWorkTests
{
    private readonly LogLines _log = new();
    private readonly BackgroundWork _looseEnds;

    public BackgroundWorkTests() => _looseEnds = new(new Logger<BackgroundWork>(new LoggerFactory([_log])));

    [Fact]
    public void What_is_left_has_begun_on_return()
    {
        var begun = false;

        _looseEnds.Leave(() =>
        {
            begun = true;
            return new TaskCompletionSource().Task;
        });

        Assert.True(begun);
    }

    [Fact]
    public async Task All_of_it_can_be_waited_for()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        _looseEnds.Leave(() => first.Task);
        _looseEnds.Leave(() => second.Task);
        var waiting = _looseEnds.WhenAllAsync(default);

        second.SetResult();
        Assert.False(waiting.IsCompleted);

        first.SetResult();
        await waiting;
    }

    [Fact]
    public async Task Whoever_waits_too_long_goes_on_without_it()
    {
        using var deadline = new CancellationTokenSource();
        _looseEnds.Leave(() => new TaskCompletionSource().Task);
        var waiting = _looseEnds.WhenAllAsync(deadline.Token);

        await deadline.CancelAsync();

        await waiting;
    }

    [Fact]
    public async Task A_failure_is_one_quiet_line_and_nobodys_exception()
    {
        _looseEnds.Leave(() => throw new InvalidOperationException("at once"));
        _looseEnds.Leave(() => Task.FromException(new HttpRequestException("later")));

        await _looseEnds.WhenAllAsync(default);

        Assert.Equal(2, _log.Infos.Count());
        Assert.Empty(_log.Warnings.Concat(_log.Errors));
    }
}
