using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>Handles callbacks that come through a queue, as events that only Function Compute can send. Their task is still read back from IMS.</summary>
internal sealed class QueueHandler(CallbackHandler callbacks, ILogger<QueueHandler> logger)
{
    /// <exception cref="TooManyMessagesException">There are too many callbacks. None was handled.</exception>
    /// <exception cref="MalformedMessageException">A message cannot be read. No callback was handled; Function Compute keeps the event.</exception>
    public async Task HandleAsync(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken)
    {
        foreach (var hint in QueueMessages.Read(document))
        {
            var outcome = await callbacks.HandleForTaskAsync(hint, invocation, cancellationToken);
            CallbackLog.Queued(logger, hint.TaskId, outcome);
        }
    }
}
