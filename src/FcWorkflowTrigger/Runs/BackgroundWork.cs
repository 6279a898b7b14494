using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>
/// Work that was begun before an answer, and that the answer does not wait for. Function Compute may freeze or end the instance once it has
/// answered, so the work may end late or never. Use it only for work that a sweep repeats.
/// </summary>
internal sealed partial class BackgroundWork(ILogger<BackgroundWork> logger)
{
    private readonly List<Task> _running = [];
    private readonly Lock _gate = new();

    /// <param name="run">The run that the work belongs to, for the log.</param>
    /// <param name="work">Runs up to its first wait before this method returns. A failure is only logged. The work must not use the cancellation token of the invocation.</param>
    public void Run(RunId run, Func<Task> work)
    {
        var running = RunAndLogAsync(run, work);

        lock (_gate)
        {
            _running.RemoveAll(static task => task.IsCompleted);
            _running.Add(running);
        }
    }

    /// <summary>Waits until all work is done, or until the wait is canceled. Never throws.</summary>
    public async Task WhenAllAsync(CancellationToken cancellationToken)
    {
        Task all;

        lock (_gate)
        {
            all = Task.WhenAll(_running);
        }

        await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAndLogAsync(RunId run, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            Failed(logger, run, failure);
        }
    }

    [LoggerMessage(EventId = 61, EventName = LogEvents.RunBackgroundFailed, Level = LogLevel.Information, Message = "Background work for run {RunId} failed; a sweep repeats it.")]
    private static partial void Failed(ILogger logger, RunId runId, Exception failure);
}
