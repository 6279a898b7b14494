using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Continues runs that wait, without the next sweep: when their sidecar comes, or when their key becomes quiet within the invocation that opened them.</summary>
internal sealed class RunContinuer(RunJournal journal, RunRecoverer recoverer, RunCloser closer, RunDeadlines deadlines, TimeProvider clock)
{
    /// <summary>An invocation waits no longer than this: an instance that waits is paid for. The sweeps continue the other runs.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether the key of the run becomes quiet so soon that this invocation waits for it.</summary>
    public bool IsSoonQuiet(WorkflowRun run, Invocation invocation) =>
        QuietGate.Until(run) is { } until
        && deadlines.IsFree(((WorkflowRun.Opened)run).Claim, invocation.RequestId)
        && until - clock.GetUtcNow() is var left && left <= LongestPause && left <= invocation.TimeLimit / 2;

    /// <summary>Waits for the end of the quiet, then continues the run.</summary>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task ContinueWhenQuietAsync(WorkflowRun run, Invocation invocation, CancellationToken cancellationToken)
    {
        // The time of an object may be a little later than that of its event.
        if (QuietGate.Until(run) + QuietGate.SameMoment - clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock, cancellationToken);
        }

        await ContinueAsync(run.Id, invocation, cancellationToken);
    }

    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task ContinueAsync(RunId id, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);

        // A claimed run may have been planned by an earlier try of this invocation.
        if (run is not (WorkflowRun.Waiting or WorkflowRun.Claimed))
        {
            return;
        }

        if (await recoverer.RecoverAsync(run, invocation, cancellationToken) is WorkflowRun.Opened { IsOver: true } over)
        {
            await closer.CloseAsync(over, cancellationToken);
        }
    }
}
