using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>Takes callbacks from a queue. They come as events, which only Function Compute can send; what they say is read back all the same.</summary>
internal sealed class QueueHandler(CallbackHandler callbacks, ILogger<QueueHandler> logger)
{
    /// <exception cref="MalformedMessageException">A message cannot be read. Nothing was done; Function Compute keeps the event.</exception>
    public async Task HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken)
    {
        foreach (var hint in QueueMessages.Read(document))
        {
            var outcome = await callbacks.OfTaskAsync(hint, invocation, cancellationToken);
            CallbackLog.Queued(logger, hint.TaskId, outcome);
        }
    }
}
