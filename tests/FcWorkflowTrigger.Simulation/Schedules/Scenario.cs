using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>One scenario: the uploads, how their events arrive, and which faults can occur.</summary>
/// <param name="Uploads">The time and the key of each upload.</param>
internal sealed record Scenario(IReadOnlyList<(TimeSpan At, string Key)> Uploads)
{
    public LedgerMode Ledger { get; init; } = LedgerMode.Slots;

    public StartPolicy Policy { get; init; } = StartPolicy.Resend;

    /// <summary>The budget of the rule; null for none.</summary>
    public RuleBudget? Budget { get; init; }

    /// <summary>The budget of all rules; null for none.</summary>
    public RuleBudget? BudgetOfAll { get; init; }

    /// <summary>Whether a new upload starts nothing if the last run of its key had the same bytes and succeeded.</summary>
    public bool SkipsIdentical { get; init; }

    /// <summary>The numbers of the uploads, from 0 in their order, that have other bytes than the rest.</summary>
    public IReadOnlyList<int> OtherBytes { get; init; } = [];

    /// <summary>The numbers of the uploads, from 0 in their order, whose rule replaces the media asset. If there are any, the rules are two.</summary>
    public IReadOnlyList<int> Replaced { get; init; } = [];

    public ImsPlan Ims { get; init; } = new();

    public FaultPlan Faults { get; init; } = FaultPlan.Calm;

    /// <summary>The chance that an event is delivered twice.</summary>
    public double DuplicateEvents { get; init; }

    /// <summary>The chance that an event is late, by seconds up to a week.</summary>
    public double LateEvents { get; init; }

    /// <summary>The chance, per accepted task, that an attacker forges callbacks for it.</summary>
    public double Forgeries { get; init; }

    /// <summary>Whether deployments, one after the other, replace the callback secret while runs are in progress.</summary>
    public bool RotatesSecrets { get; init; }

    /// <summary>Whether the outcomes of runs are delivered to a system of the user.</summary>
    public bool HasOutcomeReceiver { get; init; }

    /// <summary>Whether a collector of telemetry is told of ended runs.</summary>
    public bool HasCollector { get; init; }

    /// <summary>Whether the collector never answers. Then it need not be told, and nothing else may suffer.</summary>
    public bool HasSilentCollector { get; init; }

    /// <summary>The chance, per sweep, that an operator resumes, cancels or redrives a run.</summary>
    public double OperatorCommands { get; init; }

    /// <summary>The chance that a sweep begins while another sweep runs.</summary>
    public double OverlappingSweeps { get; init; }

    /// <summary>How often the timer fires; null: at random, from every five minutes to every three hours.</summary>
    public TimeSpan? SweepsEvery { get; init; }

    /// <summary>The chance, per answer, that Function Compute reclaims the process directly afterwards. Requests that it was still sending can then be lost.</summary>
    public double Reclaims { get; init; }

    public TimeSpan LargestSkew { get; init; }

    /// <summary>How long the lifecycle rules of the bucket run in the scenario. Zero for scenarios that end before the first record expires.</summary>
    public TimeSpan Lifecycle { get; init; }

    /// <summary>When an operator resumes every run, in any state.</summary>
    public IReadOnlyList<TimeSpan> Resumes { get; init; } = [];

    /// <summary>When an operator has every run that has not succeeded run once more.</summary>
    public IReadOnlyList<TimeSpan> Redrives { get; init; } = [];

    /// <summary>When an operator cancels every run, in any state.</summary>
    public IReadOnlyList<TimeSpan> Cancels { get; init; } = [];

    /// <summary>When an operator has the last outcome of every run that is over sent again.</summary>
    public IReadOnlyList<TimeSpan> Resends { get; init; } = [];

    /// <summary>The chance, per sweep, that an operator has the last outcome of every run that is over sent again while the sweep delivers.</summary>
    public double ResendsAtSweeps { get; init; }

    /// <summary>The chance that a command of an operator is an event, which Function Compute tries again. The others are tried once, so what they have begun stays as it is.</summary>
    public double CommandEvents { get; init; } = 0.5;

    /// <summary>When the events of all uploads so far are delivered once more.</summary>
    public IReadOnlyList<TimeSpan> Redeliveries { get; init; } = [];

    /// <summary>When an operator backfills every object that is there.</summary>
    public IReadOnlyList<TimeSpan> Backfills { get; init; } = [];

    /// <summary>The numbers of the uploads, from 0 in their order, that were there before the trigger: they have no event.</summary>
    public IReadOnlyList<int> Silent { get; init; } = [];

    /// <summary>How far back sweeps look for objects whose events never came; null: they do not look.</summary>
    public TimeSpan? CatchUp { get; init; }

    /// <summary>The numbers of the uploads, from 0 in their order, whose objects have the time of half an hour before: OSS may give an object that was uploaded in parts the time of its first request.</summary>
    public IReadOnlyList<int> Slow { get; init; } = [];

    /// <summary>How many looks at objects are refused before the first succeeds.</summary>
    public int RefusedLooks { get; init; }

    /// <summary>By how much every event is late; null: as <see cref="LateEvents"/> says.</summary>
    public TimeSpan? EventDelay { get; init; }

    /// <summary>What the rule does if the sidecar does not exist.</summary>
    public string Sidecar { get; init; } = SidecarPolicy.Ignore;

    /// <summary>Whether the rules mark the objects of their runs.</summary>
    public bool Marks { get; init; }

    /// <summary>Whether the bucket of the uploads keeps versions.</summary>
    public bool HasVersionedMedia { get; init; }

    /// <summary>The time of each sidecar, and the key of its upload.</summary>
    public IReadOnlyList<(TimeSpan At, string Key)> Sidecars { get; init; } = [];

    /// <summary>How long a key must be quiet before the run of its last upload starts; null: each upload starts at once.</summary>
    public TimeSpan? QuietFor { get; init; }

    /// <summary>By how much the times of events are wrong at most: each is told by the clock of another server of OSS.</summary>
    public TimeSpan EventClockError { get; init; }

    /// <summary>When somebody deletes every object that is there.</summary>
    public IReadOnlyList<TimeSpan> Deletes { get; init; } = [];

    /// <summary>The number of tasks that must be started.</summary>
    public int Starts => QuietFor is not null ? 1 : Sidecar == SidecarPolicy.Require && Sidecars.Count == 0 ? 0 : Uploads.Count + (Ims.FirstFails && Redrives.Count > 0 ? 1 : 0);

    /// <summary>One upload without faults.</summary>
    public static Scenario Plain { get; } = new([(TimeSpan.Zero, "uploads/a.mp4")]);

    /// <summary>Whether the assumptions hold under which the product promises at most one start. A mutation that ignores an allowance is held to it all the same.</summary>
    public bool KeepsAssumptions =>
        Ims.ListLag <= SimulatedDeployment.Configured.ListLag
        && Ims.List == ListFault.None
        && Ims.SignatureWindow <= SimulatedDeployment.Configured.SignatureWindow
        && Ims.ClockSkew.Duration() <= SimulatedDeployment.Configured.ClockSkew;
}
