using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Where one run stands: its history, folded. Each state holds only what is known by then.</summary>
internal abstract record WorkflowRun(RunHistory History)
{
    public RunId Id => History.Id;

    /// <summary>How often the run has been claimed.</summary>
    public int Epoch => History.Records.Count == 0 ? 0 : History.Records[^1].Epoch;

    /// <summary>Nothing more will happen by itself.</summary>
    public bool IsOver => this is Finished or Parked;

    /// <summary>Parked with a start that may be out: IMS may run a task for it.</summary>
    public bool IsInDoubt => this is Parked { Held: Intended };

    /// <summary>The task IMS runs for it; null while that is not recorded.</summary>
    public string? TaskId => ((this as Parked)?.Held ?? this) is Started started ? started.Start.TaskId : null;

    /// <summary>Nobody has claimed this upload yet.</summary>
    public sealed record Unclaimed(RunHistory History) : WorkflowRun(History);

    /// <summary>Somebody has claimed it.</summary>
    /// <param name="Claim">The latest one.</param>
    public abstract record Opened(RunHistory History, ClaimRecord Claim) : WorkflowRun(History);

    /// <summary>It is not planned: the file beside its object has not come yet. Nobody works on it, so anybody may look.</summary>
    public sealed record Waiting(RunHistory History, ClaimRecord Claim) : Opened(History, Claim)
    {
        public SidecarWait Wait => Claim.Plan!.Sidecar!;
    }

    /// <summary>No start is under way.</summary>
    /// <param name="NextGeneration">1, or one more than the last generation known to have started nothing.</param>
    public sealed record Claimed(RunHistory History, ClaimRecord Claim, int NextGeneration) : Opened(History, Claim);

    /// <summary>A start may have been sent, and what became of it is not recorded.</summary>
    public sealed record Intended(RunHistory History, ClaimRecord Claim, IntentRecord Intent) : Opened(History, Claim);

    /// <summary>IMS runs the task.</summary>
    public sealed record Started(RunHistory History, ClaimRecord Claim, StartedRecord Start) : Opened(History, Claim);

    /// <summary>A person must decide.</summary>
    /// <param name="Held">Where the run stood: a resumed one goes on from there.</param>
    public sealed record Parked(RunHistory History, ClaimRecord Claim, Opened Held, ParkRecord Park) : Opened(History, Claim);

    /// <summary>The end. <paramref name="End"/> is a done, reject or cancel record.</summary>
    public sealed record Finished(RunHistory History, ClaimRecord Claim, RunRecord End) : Opened(History, Claim);

    /// <exception cref="InvalidDataException">The history tells a story this version does not know.</exception>
    public static WorkflowRun From(RunHistory history)
    {
        WorkflowRun run = new Unclaimed(history);

        foreach (var record in history.Records)
        {
            run = run.Next(record, history);
        }

        return run;
    }

    /// <summary>The run after one more record, with the history that holds it.</summary>
    public WorkflowRun Next(RunRecord record, RunHistory history) => (this, record) switch
    {
        (Unclaimed or Waiting, ClaimRecord { Waits: true } claim) => new Waiting(history, claim),
        (Unclaimed or Waiting, ClaimRecord claim) => new Claimed(history, claim, NextGeneration: 1),
        (Claimed or Intended or Started, ClaimRecord { Waits: false } claim) => (Opened)this with { History = history, Claim = claim },
        (Claimed run, IntentRecord intent) => new Intended(history, run.Claim, intent),
        (Intended run, RefusedRecord refused) => new Claimed(history, run.Claim, refused.Gen + 1),
        (Claimed or Intended, StartedRecord start) => new Started(history, ((Opened)this).Claim, start),
        (Started or Parked { Held: Started }, DoneRecord end) => new Finished(history, ((Opened)this).Claim, end),
        (Claimed or Intended or Started, ParkRecord park) => new Parked(history, ((Opened)this).Claim, (Opened)this with { History = history }, park),
        (Parked run, ClaimRecord or StartedRecord) => run.Held.Next(record, history),
        (Waiting, CancelRecord) => new Finished(history, ((Opened)this).Claim, record),
        (Claimed or Intended or Parked, RejectRecord or CancelRecord) => new Finished(history, ((Opened)this).Claim, record),
        _ => throw new InvalidDataException(
            $"LEDGER-ORDER: run {Id} has a {record.GetType().Name} where it is {GetType().Name}. Nothing was changed; keep the run's history and report it."),
    };
}
