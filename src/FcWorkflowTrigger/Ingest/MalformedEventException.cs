namespace FcWorkflowTrigger.Ingest;

/// <summary>An event no upload can be read from. The invocation fails, so Function Compute keeps the event and nothing is lost.</summary>
internal sealed class MalformedEventException(string what, Exception? inner = null)
    : Exception($"EVENT-MALFORMED: {what} Send a native OSS event or an EventBridge CloudEvent; see events/ for samples.", inner);
