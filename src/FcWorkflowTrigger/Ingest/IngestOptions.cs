namespace FcWorkflowTrigger.Ingest;

/// <summary>How events are read.</summary>
/// <param name="Region">Taken where an event names no region, such as <c>cn-shanghai</c>.</param>
internal sealed record IngestOptions(string Region);
