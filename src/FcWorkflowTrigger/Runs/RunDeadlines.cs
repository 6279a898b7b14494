using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Until when a claim keeps other invocations away, and until when IMS is asked to start a run.</summary>
internal sealed class RunDeadlines(StartOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    // Far longer than an event is delivered for, and far shorter than the bucket is told to keep records.
    private static readonly TimeSpan MarkersBelieved = TimeSpan.FromDays(30);

    /// <summary>Another invocation may take the claim over.</summary>
    /// <remarks>Function Compute repeats a request id only after the earlier try has ended, so a claim of the same request is our own, left behind.</remarks>
    public bool IsFree(ClaimRecord claim, Invocation invocation) =>
        claim.LeaseEnd <= clock.GetUtcNow() || claim.By.StartsWith($"{invocation.RequestId}/", StringComparison.Ordinal);

    /// <summary>The run has been tried for <see cref="StartOptions.GiveUpAfter"/>.</summary>
    /// <remarks>A start of unknown outcome counts as well as one that was refused. From the first start on, or else from the first record after the run was opened: what the run waited for before was not IMS.</remarks>
    public bool IsOverdue(WorkflowRun.Opened run) =>
        (run.History.Records.FirstOrDefault(static record => record is IntentRecord) ?? run.History.Records.ElementAtOrDefault(1)) is { } first
        && first.At + options.GiveUpAfter <= clock.GetUtcNow();

    /// <summary>An event of an upload this old may come again after records of its run have expired: the log is read before it is begun.</summary>
    /// <remarks>OSS counts the age of objects in days. An event that tells no time may be of any age.</remarks>
    public bool MayHaveExpired(Upload upload) => upload.Time is not { } at || at + Fresh <= clock.GetUtcNow();

    /// <summary>A marker this old whose run has no record: its records may have expired as well as never been written.</summary>
    /// <param name="claim">What the marker was put with.</param>
    public bool MayHaveExpired(Marker marker, ClaimRecord claim) =>
        (claim.At == default ? marker.Hour : claim.At) + MarkersBelieved <= clock.GetUtcNow();

    /// <summary>IMS has had <see cref="StartOptions.GiveUpAfter"/> to show a task that it does not know.</summary>
    public bool IsTaskLost(WorkflowRun.Started run) => run.Start.At + options.GiveUpAfter <= clock.GetUtcNow();
}
