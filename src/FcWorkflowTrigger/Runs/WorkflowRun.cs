using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>The state of one run, computed from its history. Each state holds only what is known in it.</summary>
internal abstract record WorkflowRun(RunHistory History) : ILogFacts
{
    public RunId Id => History.Id;

    /// <summary>How often the run has been claimed.</summary>
    public int Epoch => History.Records.Count == 0 ? 0 : History.Records[^1].Epoch;

    /// <summary>The run has ended or is parked: it does not continue by itself.</summary>
    public bool IsOver => this is Finished or Parked;

    /// <summary>A person had to decide about the run, or has to now.</summary>
    public bool WasParked => History.Records.Any(static record => record is ParkRecord);

    /// <summary>The run had to wait for its sidecar, or waits now.</summary>
    public bool HasWaited => History.Records.Any(static record => record is ClaimRecord { Waits: true });

    /// <summary>The run is parked and the outcome of its start is unknown: IMS may run a task for it.</summary>
    public bool IsStartUnknown => this is Parked { Held: Intended };

    /// <summary>The task that IMS runs for it; null while the task is not recorded.</summary>
    public string? TaskId => ((this as Parked)?.Held ?? this) is Started started ? started.Start.TaskId : null;

    /// <summary>The run that this run repeats; null for the run of an upload.</summary>
    public RunId? Forerunner => RunId.TryParse((this as Opened)?.Claim.Forerunner, out var run) ? run : null;

    /// <summary>The state in one word, for other programs: <c>unknown</c>, <c>open</c>, <c>waiting</c>, <c>overdue</c>, <c>parked</c>, or one of <see cref="EndEntry.States"/>.</summary>
    public string StateWord => this switch
    {
        Unclaimed => "unknown",
        Waiting => "waiting",
        Started { Overdue: not null } => "overdue",
        Parked => "parked",
        Finished => EndEntry.From(History)!.Value.State,
        _ => "open",
    };

    /// <summary>Adds the run, its rule and its object, and what is known of its task and its end.</summary>
    public void WriteFacts(LogFacts facts, DateTimeOffset now)
    {
        facts.Add(LogFactNames.Run, Id.Value);

        if (this is Opened { Claim: var claim })
        {
            facts.Add(LogFactNames.Rule, claim.Rule);
            facts.Add(LogFactNames.WorkflowId, claim.WorkflowId);
            claim.Src.ToUpload().WriteFacts(facts, now);
        }

        if (History.Records.OfType<IntentRecord>().LastOrDefault() is { } intent)
        {
            facts.Add(LogFactNames.MediaId, intent.MediaId);
        }

        if (History.Records.OfType<StartedRecord>().LastOrDefault() is { } start)
        {
            facts.Add(LogFactNames.TaskId, start.TaskId);
            facts.Add(LogFactNames.ImsRequestId, start.RequestId);
        }

        if (IsOver)
        {
            facts.Add(LogFactNames.State, StateWord);
        }
    }

    /// <summary>The run as it is named in the log.</summary>
    public sealed override string ToString() => Id.Value;

    /// <summary>The run is not claimed yet.</summary>
    public sealed record Unclaimed(RunHistory History) : WorkflowRun(History);

    /// <summary>The run is claimed.</summary>
    /// <param name="Claim">The latest claim.</param>
    public abstract record Opened(RunHistory History, ClaimRecord Claim) : WorkflowRun(History);

    /// <summary>The run waits for its sidecar, so its plan is not complete. No invocation works on it, so each may check for the sidecar.</summary>
    public sealed record Waiting(RunHistory History, ClaimRecord Claim) : Opened(History, Claim)
    {
        public SidecarWait Wait => Claim.Plan!.Sidecar!;
    }

    /// <summary>No start has been sent, or the last one certainly started nothing.</summary>
    /// <param name="NextGeneration">1, or one more than the last generation known to have started nothing.</param>
    public sealed record Claimed(RunHistory History, ClaimRecord Claim, int NextGeneration) : Opened(History, Claim);

    /// <summary>A start may have been sent, and its outcome is not recorded.</summary>
    public sealed record Intended(RunHistory History, ClaimRecord Claim, IntentRecord Intent) : Opened(History, Claim);

    /// <summary>IMS runs the task.</summary>
    public sealed record Started(RunHistory History, ClaimRecord Claim, StartedRecord Start) : Opened(History, Claim)
    {
        /// <summary>The task takes longer than its rule expects; null while it does not, or while no sweep has seen it.</summary>
        public OverdueRecord? Overdue { get; init; }
    }

    /// <summary>The run is parked: an operator must decide about it.</summary>
    /// <param name="Held">The state before it was parked: a resumed run continues from there.</param>
    public sealed record Parked(RunHistory History, ClaimRecord Claim, Opened Held, ParkRecord Park) : Opened(History, Claim);

    /// <summary>The run has ended. <paramref name="End"/> is a done, reject or cancel record.</summary>
    public sealed record Finished(RunHistory History, ClaimRecord Claim, RunRecord End) : Opened(History, Claim);

    /// <exception cref="InvalidDataException">The history holds an order of records that this version does not know.</exception>
    public static WorkflowRun From(RunHistory history)
    {
        WorkflowRun run = new Unclaimed(history);

        foreach (var record in history.Records)
        {
            run = run.Apply(record, history);
        }

        return run;
    }

    /// <summary>Applies one more record.</summary>
    public WorkflowRun Apply(RunRecord record, RunHistory history) => (this, record) switch
    {
        (Unclaimed or Waiting, ClaimRecord { Waits: true } claim) => new Waiting(history, claim),
        (Unclaimed or Waiting, ClaimRecord claim) => new Claimed(history, claim, NextGeneration: 1),
        (Claimed or Intended or Started, ClaimRecord { Waits: false } claim) => (Opened)this with { History = history, Claim = claim },
        (Claimed run, IntentRecord intent) => new Intended(history, run.Claim, intent),
        (Intended run, RefusedRecord refused) => new Claimed(history, run.Claim, refused.Gen + 1),
        (Claimed or Intended, StartedRecord start) => new Started(history, ((Opened)this).Claim, start),
        (Started { Overdue: null } run, OverdueRecord overdue) => run with { History = history, Overdue = overdue },
        (Started or Parked { Held: Started }, DoneRecord end) => new Finished(history, ((Opened)this).Claim, end),
        (Claimed or Intended or Started, ParkRecord park) => new Parked(history, ((Opened)this).Claim, (Opened)this with { History = history }, park),
        (Parked run, ClaimRecord or StartedRecord) => run.Held.Apply(record, history),
        (Waiting, CancelRecord) => new Finished(history, ((Opened)this).Claim, record),
        (Claimed or Intended or Parked, RejectRecord or CancelRecord) => new Finished(history, ((Opened)this).Claim, record),
        _ => throw new InvalidDataException(
            $"LEDGER-ORDER: run {Id} has a {record.GetType().Name} where it is {GetType().Name}. Nothing was changed; keep the run's history and report it."),
    };
}
