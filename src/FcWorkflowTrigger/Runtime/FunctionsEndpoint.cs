namespace FcWorkflowTrigger.Runtime;

/// <summary>What a function does with an event. Throwing fails the invocation; returning ends it well.</summary>
/// <param name="document">The event's bytes.</param>
/// <param name="cancellationToken">Cancelled shortly before Function Compute would end the process.</param>
internal delegate Task EventFunction(ReadOnlyMemory<byte> document, FcContext context, CancellationToken cancellationToken);

/// <summary>What a function does with a request from the internet.</summary>
internal delegate Task HttpFunction(HttpContext http, FcContext context, CancellationToken cancellationToken);
