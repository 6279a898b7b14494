namespace FcWorkflowTrigger.Runs;

/// <summary>
/// What was begun before an answer and holds none up. Function Compute may freeze the instance once it has answered, or take it away: what
/// is left here may end late or never, so only what somebody else makes up for belongs here.
/// </summary>
internal sealed partial class BackgroundWork(ILogger<BackgroundWork> logger)
{
    private readonly List<Task> _underWay = [];
    private readonly Lock _gate = new();

    /// <param name="begin">What it does up to its first wait is done on return; how it ends is only logged. Not to be called off with its invocation.</param>
    public void Leave(Func<Task> begin)
    {
        var ending = EndAsync(begin);

        lock (_gate)
        {
            _underWay.RemoveAll(static earlier => earlier.IsCompleted);
            _underWay.Add(ending);
        }
    }

    /// <summary>Waits for everything left so far, or until it is called off. Never throws.</summary>
    public async Task WhenAllAsync(CancellationToken cancellationToken)
    {
        Task all;

        lock (_gate)
        {
            all = Task.WhenAll(_underWay);
        }

        await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task EndAsync(Func<Task> begin)
    {
        try
        {
            await begin();
        }
        catch (Exception failure)
        {
            Failed(logger, failure);
        }
    }

    [LoggerMessage(EventId = 61, Level = LogLevel.Information, Message = "Something begun before an answer has failed after it; a sweep makes up for it.")]
    private static partial void Failed(ILogger logger, Exception failure);
}
