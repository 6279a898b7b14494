using FcWorkflowTrigger.Cloud.Resilience;
using Polly;
using Polly.Retry;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Opens the next generation after a refusal that may pass, later each time and with jitter; never repeats a request.</summary>
internal sealed class StartBackoff(StartOptions options, TimeProvider clock, Jitter jitter)
{
    // Built on first refusal: the pipeline costs milliseconds that the start does not have.
    private readonly Lazy<ResiliencePipeline<StartAttempt>> _pipeline = new(() => Build(options, clock, jitter));

    public async Task<StartAttempt> ExecuteAsync(
        WorkflowRun.Claimed run,
        Func<WorkflowRun.Claimed, CancellationToken, Task<StartAttempt>> tryOnce,
        CancellationToken cancellationToken)
    {
        StartAttempt? first = await tryOnce(run, cancellationToken);

        return !MayWorkLater(first)
            ? first
            : await CallersContext.ExecuteAsync(context => _pipeline.Value.ExecuteAsync(AgainAsync, context), cancellationToken);

        // What the pipeline takes for its first attempt is the one that was refused already.
        async ValueTask<StartAttempt> AgainAsync(ResilienceContext context)
        {
            var attempt = Interlocked.Exchange(ref first, null) ?? await tryOnce(run, context.CancellationToken);
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
