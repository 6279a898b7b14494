using FcWorkflowTrigger.Cloud.Resilience;
using Polly;
using Polly.Retry;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Opens the next generation after a refusal that may be temporary, each time after a longer delay, with jitter. It never repeats a request.</summary>
internal sealed class StartBackoff(StartOptions options, TimeProvider clock, Jitter jitter)
{
    // Built on the first refusal, because building the pipeline takes milliseconds of the start.
    private readonly Lazy<ResiliencePipeline<StartAttempt>> _pipeline = new(() => Build(options, clock, jitter));

    public async Task<StartAttempt> ExecuteAsync(
        WorkflowRun.Claimed run,
        Func<WorkflowRun.Claimed, CancellationToken, Task<StartAttempt>> start,
        CancellationToken cancellationToken)
    {
        StartAttempt? first = await start(run, cancellationToken);

        return !MayWorkLater(first)
            ? first
            : await CallersContext.ExecuteAsync(context => _pipeline.Value.ExecuteAsync(RetryAsync, context), cancellationToken);

        // The first attempt of the pipeline is the attempt that was already refused.
        async ValueTask<StartAttempt> RetryAsync(ResilienceContext context)
        {
            var attempt = Interlocked.Exchange(ref first, null) ?? await start(run, context.CancellationToken);
            run = attempt.Run as WorkflowRun.Claimed ?? run;
            return attempt;
        }
    }

    private static bool MayWorkLater(StartAttempt? attempt) =>
        attempt is { Run: WorkflowRun.Claimed, Refusal: { MayWorkLater: true, Failure: not { IsCredentialProblem: true } } };

    private static ResiliencePipeline<StartAttempt> Build(StartOptions options, TimeProvider clock, Jitter jitter) =>
        new ResiliencePipelineBuilder<StartAttempt> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<StartAttempt>
            {
                MaxRetryAttempts = options.GenerationsAtOnce - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = jitter.Next,
                Delay = options.FirstBackoff,
                ShouldHandle = static attempt => ValueTask.FromResult(MayWorkLater(attempt.Outcome.Result)),
                DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result?.Refusal?.RetryAfter),
            })
            .Build();
}
