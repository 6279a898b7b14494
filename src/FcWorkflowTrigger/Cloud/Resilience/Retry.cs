using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using Polly;
using Polly.Retry;

namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>How calls that may be repeated are repeated: three tries, exponential with full jitter from 200 ms, 5 s a try.</summary>
/// <remarks>Never used for StartWorkflow, which may not be repeated.</remarks>
internal sealed class Retry
{
    private const int Retries = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;

    // Built on first failure: the pipeline costs milliseconds that the start does not have, and a call that succeeds needs none of it.
    private readonly Lazy<ResiliencePipeline> _pipeline;

    public Retry(TimeProvider clock, Jitter jitter) => (_clock, _pipeline) = (clock, new(() => Build(clock, jitter)));

    /// <exception cref="TimeoutException">The last try took too long.</exception>
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(new WriteUncertainty(), call, cancellationToken);

    /// <summary>The same, for a call that answers nothing.</summary>
    public Task ExecuteAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        ExecuteAsync(
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken).AsTask();

    /// <summary>The same, noting in <paramref name="uncertainty"/> every try that may have taken effect without our seeing it.</summary>
    public ValueTask<T> ExecuteAsync<T>(WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(null, uncertainty, call, cancellationToken);

    /// <summary>The same, each try in its turn: one that was throttled is repeated no sooner than IMS asks.</summary>
    public ValueTask<T> ExecutePacedAsync<T>(ImsRateLimiter pace, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(pace, new WriteUncertainty(), call, cancellationToken);

    // One for every call: pooled, as it is awaited once.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> ExecuteAsync<T>(
        ImsRateLimiter? pace, WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        Exception first;

        try
        {
            return await OnceAsync(pace, uncertainty, call, cancellationToken);
        }
        catch (Exception failure) when (IsTransient(failure))
        {
            first = failure;
        }

        return await AgainAsync(first, pace, uncertainty, call, cancellationToken);
    }

    private async Task<T> AgainAsync<T>(
        Exception? first, ImsRateLimiter? pace, WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        return await CallersContext.ExecuteAsync(context => _pipeline.Value.ExecuteAsync(NextAsync, context), cancellationToken);

        // What the pipeline takes for its first try is the one that has failed already.
        async ValueTask<T> NextAsync(ResilienceContext context)
        {
            if (Interlocked.Exchange(ref first, null) is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            return await OnceAsync(pace, uncertainty, call, context.CancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> OnceAsync<T>(
        ImsRateLimiter? pace, WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        // Before the time of the try begins: a turn that is waited for is no silence of the service.
        if (pace is not null)
        {
            await pace.WaitAsync(cancellationToken);
        }

        using var deadline = new Deadline(TryTimeout, _clock, cancellationToken);

        try
        {
            return await call(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsLost)
        {
            uncertainty.Raise();
            throw new TimeoutException($"NO-REPLY: a service did not answer within {TryTimeout.TotalSeconds} s. The call may have taken effect.");
        }
        catch (Exception failure) when (MayHaveTakenEffect(failure))
        {
            uncertainty.Raise();
            throw;
        }
    }

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
            .Build();

    private static bool IsTransient(Exception failure) => failure switch
    {
        OssException oss => oss.IsTransient,
        ImsException ims => ims.IsTransient,
        HttpRequestException or TimeoutException => true,
        _ => false,
    };

    private static bool MayHaveTakenEffect(Exception failure) => failure is not OssException oss || oss.MayHaveTakenEffect;
}
