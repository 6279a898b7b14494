using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Oss;
using Polly;
using Polly.Retry;

namespace FcWorkflowTrigger.Services;

/// <summary>How calls that may be repeated are repeated: three tries, exponential with full jitter from 200 ms, 5 s a try.</summary>
/// <remarks>Never used for StartWorkflow, which may not be repeated.</remarks>
internal sealed class Retry
{
    private const int Retries = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    // Built on first use: a pipeline costs milliseconds that the start does not have.
    private readonly Lazy<ResiliencePipeline> _pipeline;

    public Retry(TimeProvider clock, Jitter jitter) => _pipeline = new(() => Build(clock, jitter));

    public Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) => CallersContext.ExecuteAsync(
        context => _pipeline.Value.ExecuteAsync(static async (context, call) => await call(context.CancellationToken), context, call),
        cancellationToken);

    /// <summary>The same, noting in <paramref name="doubt"/> every try that may have taken effect without our seeing it.</summary>
    public Task<T> ExecuteAsync<T>(Doubt doubt, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(
            async token =>
            {
                try
                {
                    return await call(token);
                }
                catch (Exception failure) when (MayHaveTakenEffect(failure))
                {
                    doubt.Raise();
                    throw;
                }
            },
            cancellationToken);

    private static ResiliencePipeline Build(TimeProvider clock, Jitter jitter) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = jitter.Next,
                Delay = FirstDelay,
                ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } failure && IsTransient(failure)),
                DelayGenerator = static attempt => ValueTask.FromResult((attempt.Outcome.Exception as ImsException)?.RetryAfter),
            })
            .AddTimeout(TryTimeout)
            .Build();

    private static bool IsTransient(Exception failure) => failure switch
    {
        OssException oss => oss.IsTransient,
        ImsException ims => ims.IsTransient,
        HttpRequestException or TimeoutException or Polly.Timeout.TimeoutRejectedException => true,
        _ => false,
    };

    private static bool MayHaveTakenEffect(Exception failure) => failure is not OssException oss || oss.MayHaveTakenEffect;
}
