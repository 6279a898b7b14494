using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger;

/// <summary>Where one run stands: its log, folded. Each state holds only what is known by then.</summary>
internal abstract record WorkflowRun(RunLog Log)
{
    public RunId Id => Log.Id;

    /// <summary>How often the run has been claimed.</summary>
    public int Epoch => Log.Records.Count == 0 ? 0 : Log.Records[^1].Epoch;

    /// <summary>Nothing more will happen by itself.</summary>
    public bool IsOver => this is Finished or Parked;

    /// <summary>Parked with a start that may be out: IMS may run a task for it.</summary>
    public bool IsInDoubt => this is Parked { Held: Intended };

    /// <summary>The task IMS runs for it; null while that is not recorded.</summary>
    public string? TaskId => ((this as Parked)?.Held ?? this) is Started started ? started.Start.TaskId : null;

    /// <summary>Nobody has claimed this upload yet.</summary>
    public sealed record Unclaimed(RunLog Log) : WorkflowRun(Log);

    /// <summary>Somebody has claimed it.</summary>
    /// <param name="Claim">The latest one.</param>
    public abstract record Opened(RunLog Log, ClaimRecord Claim) : WorkflowRun(Log);

    /// <summary>It is not planned: the file beside its object has not come yet. Nobody works on it, so anybody may look.</summary>
    public sealed record Waiting(RunLog Log, ClaimRecord Claim) : Opened(Log, Claim)
    {
        public SidecarWait Wait => Claim.Plan!.Sidecar!;
    }

    /// <summary>No start is under way.</summary>
    /// <param name="NextGeneration">1, or one more than the last generation known to have started nothing.</param>
    public sealed record Claimed(RunLog Log, ClaimRecord Claim, int NextGeneration) : Opened(Log, Claim);

    /// <summary>A start may have been sent, and what became of it is not recorded.</summary>
    public sealed record Intended(RunLog Log, ClaimRecord Claim, IntentRecord Intent) : Opened(Log, Claim);

    /// <summary>IMS runs the task.</summary>
    public sealed record Started(RunLog Log, ClaimRecord Claim, StartedRecord Start) : Opened(Log, Claim);

    /// <summary>A person must decide.</summary>
    /// <param name="Held">Where the run stood: a resumed one goes on from there.</param>
    public sealed record Parked(RunLog Log, ClaimRecord Claim, Opened Held, ParkRecord Park) : Opened(Log, Claim);

    /// <summary>The end. <paramref name="End"/> is a done, reject or cancel record.</summary>
    public sealed record Finished(RunLog Log, ClaimRecord Claim, RunRecord End) : Opened(Log, Claim);

    /// <exception cref="InvalidDataException">The log tells a story this version does not know.</exception>
    public static WorkflowRun Of(RunLog log)
    {
        WorkflowRun run = new Unclaimed(log);

        foreach (var record in log.Records)
        {
            run = run.Next(record, log);
        }

        return run;
    }

    /// <summary>The run after one more record, with the log that holds it.</summary>
    public WorkflowRun Next(RunRecord record, RunLog log) => (this, record) switch
    {
        (Unclaimed or Waiting, ClaimRecord { Waits: true } claim) => new Waiting(log, claim),
        (Unclaimed or Waiting, ClaimRecord claim) => new Claimed(log, claim, NextGeneration: 1),
        (Claimed or Intended or Started, ClaimRecord { Waits: false } claim) => (Opened)this with { Log = log, Claim = claim },
        (Claimed run, IntentRecord intent) => new Intended(log, run.Claim, intent),
        (Intended run, RefusedRecord refused) => new Claimed(log, run.Claim, refused.Gen + 1),
        (Claimed or Intended, StartedRecord start) => new Started(log, ((Opened)this).Claim, start),
        (Started or Parked { Held: Started }, DoneRecord end) => new Finished(log, ((Opened)this).Claim, end),
        (Claimed or Intended or Started, ParkRecord park) => new Parked(log, ((Opened)this).Claim, (Opened)this with { Log = log }, park),
        (Parked run, ClaimRecord or StartedRecord) => run.Held.Next(record, log),
        (Waiting, CancelRecord) => new Finished(log, ((Opened)this).Claim, record),
        (Claimed or Intended or Parked, RejectRecord or CancelRecord) => new Finished(log, ((Opened)this).Claim, record),
        _ => throw new InvalidDataException(
            $"LEDGER-ORDER: run {Id} has a {record.GetType().Name} where it is {GetType().Name}. Nothing was changed; keep the run's log and report it."),
    };
}
