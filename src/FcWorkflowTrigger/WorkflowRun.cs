using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger;

/// <summary>Where one run stands: its log, folded. Each state holds only what is known by then.</summary>
internal abstract record WorkflowRun(RunLog Log)
{
    public RunId Id => Log.Id;

    /// <summary>How often the run has been claimed.</summary>
    public int Epoch => Log.Records.Count == 0 ? 0 : Log.Records[^1].Epoch;

    /// <summary>Nobody has seen this upload yet.</summary>
    public sealed record Unclaimed(RunLog Log) : WorkflowRun(Log);

    /// <summary>Somebody works on it; no start is under way.</summary>
    /// <param name="NextGeneration">1, or one more than the last generation IMS refused for certain.</param>
    public sealed record Claimed(RunLog Log, ClaimRecord Claim, int NextGeneration) : WorkflowRun(Log);

    /// <summary>A start may have been sent, and what became of it is not recorded.</summary>
    public sealed record Intended(RunLog Log, ClaimRecord Claim, IntentRecord Intent) : WorkflowRun(Log);

    /// <summary>IMS runs the task.</summary>
    public sealed record Started(RunLog Log, ClaimRecord Claim, StartedRecord Start) : WorkflowRun(Log);

    /// <summary>Nothing more will happen by itself. <paramref name="End"/> is a done, reject, park or cancel record.</summary>
    public sealed record Finished(RunLog Log, ClaimRecord Claim, RunRecord End) : WorkflowRun(Log);

    /// <exception cref="InvalidDataException">The log tells a story this version does not know.</exception>
    public static WorkflowRun Of(RunLog log)
    {
        WorkflowRun run = new Unclaimed(log);

        foreach (var record in log.Records)
        {
            run = run.Next(record);
        }

        return run;
    }

    /// <summary>The run after one more record, with the log that holds it.</summary>
    public WorkflowRun Next(RunRecord record, RunLog log) => (this with { Log = log }).Next(record);

    private WorkflowRun Next(RunRecord record) => (this, record) switch
    {
        (Unclaimed, ClaimRecord claim) => new Claimed(Log, claim, NextGeneration: 1),
        (Claimed run, ClaimRecord claim) => run with { Claim = claim },
        (Intended run, ClaimRecord claim) => run with { Claim = claim },
        (Started run, ClaimRecord claim) => run with { Claim = claim },
        (Claimed run, IntentRecord intent) => new Intended(Log, run.Claim, intent),
        (Intended run, IntentRecord intent) => run with { Intent = intent },
        (Intended run, RefusedRecord refused) => new Claimed(Log, run.Claim, refused.Gen + 1),
        (Claimed run, StartedRecord start) => new Started(Log, run.Claim, start),
        (Intended run, StartedRecord start) => new Started(Log, run.Claim, start),
        (Started run, DoneRecord end) => new Finished(Log, run.Claim, end),
        (Claimed run, RejectRecord or ParkRecord or CancelRecord) => new Finished(Log, run.Claim, record),
        (Intended run, RejectRecord or ParkRecord or CancelRecord) => new Finished(Log, run.Claim, record),
        _ => throw new InvalidDataException(
            $"LEDGER-ORDER: run {Id} has a {record.GetType().Name} where it is {GetType().Name}. Nothing was changed; keep the run's log and report it."),
    };
}
