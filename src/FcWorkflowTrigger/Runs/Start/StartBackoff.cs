using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Opens the next generation after a refusal that may pass, later each time and with jitter; never repeats a request.</summary>
internal sealed class StartBackoff(StartOptions options, TimeProvider clock, Jitter jitter)
{
    private readonly Backoff _backoff = new(options.FirstBackoff, clock, jitter);

    public async Task<StartAttempt> ExecuteAsync(
        WorkflowRun.Claimed run,
        Func<WorkflowRun.Claimed, CancellationToken, Task<StartAttempt>> tryOnce,
        CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            var attempt = await tryOnce(run, cancellationToken);

            if (retry == options.GenerationsAtOnce - 1 || !MayWorkLater(attempt))
            {
                return attempt;
            }

            run = attempt.Run as WorkflowRun.Claimed ?? run;
            await _backoff.WaitAsync(retry, attempt.Refusal?.RetryAfter, cancellationToken);
        }
    }

    private static bool MayWorkLater(StartAttempt attempt) =>
        attempt is { Run: WorkflowRun.Claimed, Refusal: { MayWorkLater: true, Failure: not { IsCredentialProblem: true } } };
}
