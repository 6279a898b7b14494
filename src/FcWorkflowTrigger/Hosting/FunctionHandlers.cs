using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Hosting;

/// <summary>What a function does with an event. Throwing fails the invocation; returning ends it well.</summary>
/// <param name="document">The event's bytes; not to be kept once the task has ended.</param>
/// <param name="cancellationToken">Cancelled shortly before Function Compute would end the process.</param>
internal delegate Task EventFunction(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken);

/// <summary>What a function does with a request from the internet.</summary>
internal delegate Task HttpFunction(HttpContext http, Invocation invocation, CancellationToken cancellationToken);

/// <summary>What this process answers; the kind of invocation it has nothing for is refused.</summary>
internal sealed record FunctionHandlers(EventFunction? OnEvent = null, HttpFunction? OnHttp = null);
