using FcWorkflowTrigger.Services;
using Polly;
using Polly.Retry;

namespace FcWorkflowTrigger.Starting;

/// <summary>Opens the next generation after a refusal that may pass, later each time and with jitter; never repeats a request.</summary>
internal sealed class StartBackoff(StartOptions options, TimeProvider clock, Jitter jitter)
{
    // Built on first use: a pipeline costs milliseconds that the start does not have.
    private readonly Lazy<ResiliencePipeline<StartAttempt>> _pipeline = new(() => Build(options, clock, jitter));

    public Task<StartAttempt> ExecuteAsync(
        WorkflowRun.Claimed run,
        Func<WorkflowRun.Claimed, CancellationToken, Task<StartAttempt>> tryOnce,
        CancellationToken cancellationToken)
    {
        var from = run;

        return CallersContext.ExecuteAsync(context => _pipeline.Value.ExecuteAsync(OnceAsync, context), cancellationToken);

        async ValueTask<StartAttempt> OnceAsync(ResilienceContext context)
        {
            var attempt = await tryOnce(from, context.CancellationToken);
            from = attempt.Run as WorkflowRun.Claimed ?? from;
            return attempt;
        }
    }

    private static ResiliencePipeline<StartAttempt> Build(StartOptions options, TimeProvider clock, Jitter jitter) =>
        new ResiliencePipelineBuilder<StartAttempt> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<StartAttempt>
            {
                MaxRetryAttempts = options.GenerationsAtOnce - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = jitter.Next,
                Delay = options.FirstBackoff,
                ShouldHandle = static attempt => ValueTask.FromResult(
                    attempt.Outcome.Result is { Run: WorkflowRun.Claimed, Refusal.MayWorkLater: true }),
                DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result?.Refusal?.RetryAfter),
            })
            .Build();
}
