using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Hosting;

/// <summary>Handles an event. An exception fails the invocation; otherwise it has succeeded.</summary>
/// <param name="document">The bytes of the event. They are not valid after the task has ended.</param>
/// <param name="cancellationToken">Cancelled shortly before Function Compute would end the process.</param>
/// <returns>The JSON for a caller that waits for the result of the invocation; empty when there is nothing to say.</returns>
internal delegate Task<ReadOnlyMemory<byte>> EventFunction(ReadOnlyMemory<byte> document, Invocation invocation, CancellationToken cancellationToken);

/// <summary>Handles a request from the internet.</summary>
internal delegate Task HttpFunction(HttpContext http, Invocation invocation, CancellationToken cancellationToken);

/// <summary>The handlers of this process. An invocation that has no handler is refused.</summary>
internal sealed record FunctionHandlers(EventFunction? OnEvent = null, HttpFunction? OnHttp = null)
{
    /// <summary>A function of events whose callers learn only success or failure.</summary>
    public static EventFunction WithoutReply(Func<ReadOnlyMemory<byte>, Invocation, CancellationToken, Task> handle) => async (document, invocation, cancellationToken) =>
    {
        await handle(document, invocation, cancellationToken);
        return default;
    };
}
