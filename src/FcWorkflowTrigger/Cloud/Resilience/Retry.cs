using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Repeats calls that may be repeated: three tries, exponential back-off with jitter from 200 ms, 5 s a try.</summary>
/// <remarks>Never used for StartWorkflow, which may not be repeated.</remarks>
internal sealed class Retry(TimeProvider clock, Jitter jitter)
{
    private const int Retries = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff = new(FirstDelay, clock, jitter);

    /// <exception cref="TimeoutException">The last try took too long.</exception>
    public Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(new WriteUncertainty(), call, cancellationToken);

    /// <summary>The same, for a call without a result.</summary>
    public Task ExecuteAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        ExecuteAsync(
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken);

    /// <summary>The same. <paramref name="uncertainty"/> shows afterwards whether a try may have taken effect although it failed.</summary>
    public Task<T> ExecuteAsync<T>(WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(null, uncertainty, call, cancellationToken);

    /// <summary>The same. Each try waits for its turn at the limiter, so a throttled call is not repeated earlier than IMS asks.</summary>
    public Task<T> ExecuteRateLimitedAsync<T>(ImsRateLimiter limiter, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExecuteAsync(limiter, new WriteUncertainty(), call, cancellationToken);

    private async Task<T> ExecuteAsync<T>(
        ImsRateLimiter? limiter, WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await OnceAsync(limiter, uncertainty, call, cancellationToken);
            }
            catch (Exception failure) when (retry < Retries && IsTransient(failure) && !cancellationToken.IsCancellationRequested)
            {
                await _backoff.WaitAsync(retry, (failure as ImsException)?.RetryAfter, cancellationToken);
            }
        }
    }

    private async Task<T> OnceAsync<T>(
        ImsRateLimiter? limiter, WriteUncertainty uncertainty, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        // The wait for the turn is not part of the time of the try: the service has not been called yet.
        if (limiter is not null)
        {
            await limiter.WaitAsync(cancellationToken);
        }

        using var deadline = new Deadline(TryTimeout, clock, cancellationToken);

        try
        {
            return await call(deadline.Token);
        }
        catch (OperationCanceledException cancelled) when (deadline.IsExpired && HttpFailure.NothingWasSent(cancelled))
        {
            // The try waited for a connection all its time. The inner exception says that nothing was sent.
            throw cancelled.InnerException!;
        }
        catch (OperationCanceledException) when (deadline.IsExpired)
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

    private static bool IsTransient(Exception failure) => failure switch
    {
        OssException oss => oss.IsTransient,
        ImsException ims => ims.IsTransient,
        HttpRequestException or TimeoutException => true,
        _ => false,
    };

    private static bool MayHaveTakenEffect(Exception failure) =>
        failure is OssException oss ? oss.MayHaveTakenEffect : !HttpFailure.NothingWasSent(failure);
}
