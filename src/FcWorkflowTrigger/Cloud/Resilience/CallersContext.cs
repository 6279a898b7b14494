using Polly;

namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Lets a pipeline go on, like all else here, where its caller's context wants it.</summary>
/// <remarks>A function has no such context, so nothing changes there; the simulation has one, which decides the order of everything.</remarks>
internal static class CallersContext
{
    public static async Task<T> ExecuteAsync<T>(Func<ResilienceContext, ValueTask<T>> execute, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);

        try
        {
            return await execute(context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
