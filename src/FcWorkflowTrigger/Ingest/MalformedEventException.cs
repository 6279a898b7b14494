namespace FcWorkflowTrigger.Ingest;

/// <summary>The event contains no upload that can be read. The invocation fails, so Function Compute keeps the event and nothing is lost.</summary>
internal sealed class MalformedEventException(string problem, Exception? inner = null)
    : Exception($"EVENT-MALFORMED: {problem} Send a native OSS event or an EventBridge CloudEvent; see events/ for samples.", inner);
