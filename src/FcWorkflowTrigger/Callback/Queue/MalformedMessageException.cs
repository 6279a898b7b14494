namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>A queued message does not hold a readable callback. The invocation fails, so Function Compute keeps the message; sweeps finish the run.</summary>
internal sealed class MalformedMessageException(Exception inner)
    : Exception("MESSAGE-MALFORMED: the event does not hold a readable callback of IMS; see events/callback-queue.json for a sample.", inner);
