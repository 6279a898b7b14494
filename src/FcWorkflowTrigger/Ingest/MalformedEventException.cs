namespace FcWorkflowTrigger.Ingest;

/// <summary>The event contains no upload that can be read. The invocation fails, so Function Compute keeps the event and nothing is lost.</summary>
internal sealed class MalformedEventException(string problem, Exception? inner = null)
    : Exception($"EVENT-MALFORMED: {problem} Send an event of OSS, as its trigger, EventBridge or Simple Message Queue hands it over; see events/ for samples.", inner);
