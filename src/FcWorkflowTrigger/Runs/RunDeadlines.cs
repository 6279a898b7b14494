using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>How long a claim keeps other invocations away, and how long a run is tried.</summary>
internal sealed class RunDeadlines(StartOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    // Far longer than Function Compute delivers an event, and far shorter than the bucket keeps records.
    private static readonly TimeSpan MarkersBelieved = TimeSpan.FromDays(30);

    // Shorter than the bucket keeps records, and longer than a person may leave a run parked (docs/operations.md, "Lifecycle of the ledger").
    public static readonly TimeSpan RecordsBelieved = TimeSpan.FromDays(100);

    /// <summary>The invocation of this request may take the claim over.</summary>
    /// <remarks>Function Compute repeats a request id only after the earlier try has ended, so a claim of the same request belongs to a try that has ended.</remarks>
    public bool IsFree(ClaimRecord claim, string requestId) =>
        claim.LeaseEnd <= clock.GetUtcNow() || claim.By.StartsWith($"{requestId}/", StringComparison.Ordinal);

    /// <summary>The run has been tried for <see cref="StartOptions.GiveUpAfter"/>.</summary>
    /// <remarks>The time begins with the first start, or else with the first record after the run was opened: before that, the run did not wait for IMS. A start of unknown outcome counts like a refused one.</remarks>
    public bool IsOverdue(WorkflowRun.Opened run) =>
        (run.History.Records.FirstOrDefault(static record => record is IntentRecord) ?? run.History.Records.ElementAtOrDefault(1)) is { } first
        && first.At + options.GiveUpAfter <= clock.GetUtcNow();

    /// <summary>The upload is so old that records of its run may have expired: the log is read before a claim is written.</summary>
    /// <remarks>OSS counts the age of objects in days. An event without a time may be of any age.</remarks>
    public bool MayHaveExpired(Upload upload) => upload.Time is not { } at || at + Fresh <= clock.GetUtcNow();

    /// <summary>The marker is so old that the records of its run may have expired. A younger marker without records belongs to a run that was never claimed.</summary>
    /// <param name="claim">The claim in the marker.</param>
    public bool MayHaveExpired(Marker marker, ClaimRecord claim) =>
        (claim.At == default ? marker.Hour : claim.At) + MarkersBelieved <= clock.GetUtcNow();

    /// <summary>The run is so old that records of it may have expired, in any order: the first one alone looks like a run that nothing was started for.</summary>
    public bool MayHaveExpired(WorkflowRun.Opened run) => run.History.Records[0].At + RecordsBelieved <= clock.GetUtcNow();

    /// <summary>From this time on the task takes longer than its rule expects.</summary>
    public static DateTimeOffset ExpectedEnd(WorkflowRun.Started run) => run.Start.At.AddSeconds(run.Claim.PlanOrDefault.ExpectWithin ?? Rule.DefaultExpectWithin.TotalSeconds);

    /// <summary>The task takes longer than its rule expects.</summary>
    public bool IsTaskOverdue(WorkflowRun.Started run) => ExpectedEnd(run) <= clock.GetUtcNow();

    /// <summary>The start is older than <see cref="StartOptions.GiveUpAfter"/>, so IMS should know its task.</summary>
    public bool IsTaskLost(WorkflowRun.Started run) => run.Start.At + options.GiveUpAfter <= clock.GetUtcNow();
}
