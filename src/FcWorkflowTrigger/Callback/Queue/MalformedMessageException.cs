namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>A queued message that no callback can be read from. The invocation fails, so Function Compute keeps it; sweeps finish the run.</summary>
internal sealed class MalformedMessageException(Exception inner)
    : Exception("MESSAGE-MALFORMED: the event holds no callback of IMS that can be read; see events/callback-queue.json for a sample.", inner);
